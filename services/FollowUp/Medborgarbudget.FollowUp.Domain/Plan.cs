using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>A step on the way that the public can see reached.</summary>
/// <param name="Key">Stable inside the measure, e.g. "m2".</param>
/// <param name="ReachedOn">Null until reached.</param>
public sealed record Milestone(string Key, string Name, DateOnly PlannedOn, DateOnly? ReachedOn);

/// <summary>Who does it, for how much, until when, by which steps.</summary>
public sealed record Plan(string ResponsibleUnit, Money Cost, DateOnly PlannedOn, IReadOnlyList<Milestone> Milestones)
{
    /// <summary>Most milestones of a measure.</summary>
    public const int MaxMilestones = 30;

    /// <summary>A milestone as it comes in: none is reached by being planned.</summary>
    public static Milestone ReadMilestone(Fields fields, string? key, string? name, string? plannedOn, string path)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new Milestone(
            fields.Text(key, $"{path}.key", 1, 40), fields.Text(name, $"{path}.name", 1, 200), fields.Date(plannedOn, $"{path}.plannedOn"), null);
    }

    /// <summary>What is wrong with the milestones as a whole; null when nothing is.</summary>
    public static string? FaultOf(IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys switch
        {
            { Count: > MaxMilestones } => "must have at most 30 milestones",
            _ when HasTwice(keys) => "has a key twice",
            _ => null,
        };
    }

    private static bool HasTwice(IReadOnlyCollection<string> keys) => keys.Distinct(StringComparer.Ordinal).Count() < keys.Count;
}
