using System.Collections.Immutable;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// How many projects of one size may win, as Trelleborg publishes it ("one of at most 1 Mkr, four of at most 500 000, ten of at
/// most 100 000 kronor"). A project belongs to the narrowest class that holds its cost and takes no place in a wider one; one that
/// costs more than the widest class allows cannot win.
/// </summary>
/// <param name="MostCost">The greatest cost in the class, in currency.</param>
/// <param name="Winners">How many projects of the class may win; zero or more.</param>
public sealed record SizeQuota(ExactDecimal MostCost, int Winners)
{
    internal static SizeQuota? Read(JsonElement json) =>
        json.GetPropertyCount() == 2
        && RuleFields.TryNumber(json, "mostCost", out var most) && most is { } limit
        && RuleFields.Count(json, "winners") is { } winners
            ? new SizeQuota(limit, winners)
            : null;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumberOrNull("mostCost", MostCost);
        json.WriteNumber("winners", Winners);
        json.WriteEndObject();
    }
}

/// <summary>The places that are left in each class during one count.</summary>
internal sealed class SizeClasses
{
    private readonly Election election;
    private readonly SizeQuota[] classes;
    private readonly int[] taken;

    public SizeClasses(Election election, ImmutableArray<SizeQuota> quotas)
    {
        this.election = election;
        classes = [.. quotas.Order(Comparer<SizeQuota>.Create((x, y) => x.MostCost.CompareTo(y.MostCost)))];
        taken = new int[classes.Length];
        if (classes.Zip(classes.Skip(1)).Any(pair => pair.First.MostCost.CompareTo(pair.Second.MostCost) == 0))
        {
            throw new ArgumentException("Two size quotas have the same greatest cost.", nameof(quotas));
        }
    }

    /// <summary>Whether the project costs more than every class allows.</summary>
    public bool IsTooLarge(int project) => classes.Length > 0 && ClassOf(project) < 0;

    /// <summary>Whether every place in the project's class is taken.</summary>
    public bool IsFull(int project) => ClassOf(project) is >= 0 and var own && taken[own] >= classes[own].Winners;

    public void Take(int winner)
    {
        if (ClassOf(winner) is >= 0 and var own)
        {
            taken[own]++;
        }
    }

    private int ClassOf(int project)
    {
        var cost = new ExactDecimal(election.Projects[project].Cost, election.MoneyDecimals);
        return Array.FindIndex(classes, size => cost.CompareTo(size.MostCost) <= 0);
    }
}
