using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Layout;

/// <summary>What is wrong in a form.</summary>
/// <param name="Field">Id of the field in the page; empty where it is the whole.</param>
/// <param name="Text">Said the same in the summary and at the field.</param>
public sealed record Fault(string Field, string Text)
{
    /// <summary>What the API refused about a form as a whole.</summary>
    public static Fault Of(Problem problem) => new("", TextOf(problem));

    /// <summary>What the API says, or that it cannot be asked now.</summary>
    public static string TextOf(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Title ?? PageTexts.Get("error.503.text");
    }
}
