using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>Whether a goal was reached. Numbers as in the proto.</summary>
public enum Verdict
{
    /// <summary>Not judged yet.</summary>
    Unspecified = 0,

    Reached = 1,

    PartlyReached = 2,

    NotReached = 3,
}

/// <summary>An outcome goal of a sub-budget, and what came of it.</summary>
/// <param name="Key">Stable inside the sub-budget, e.g. "g1".</param>
/// <param name="Grounds">Why the verdict is what it is; empty until judged.</param>
public sealed record Goal(string Key, string Text, Verdict Verdict, string Grounds)
{
    /// <summary>A goal as it comes in: none is judged by being set.</summary>
    public static Goal Read(Fields fields, string? key, string? text, string path)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new Goal(fields.Text(key, $"{path}.key", 1, 40), fields.Text(text, $"{path}.text", 1, 1000), Verdict.Unspecified, "");
    }
}
