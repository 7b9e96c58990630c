using System.Collections.Immutable;

namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// What the city itself decided, from the column <c>selected</c> (<c>elected</c> in old files). Projects are given by index, in
/// file order.
/// </summary>
/// <param name="Selected">Funded by the rule: 1.</param>
/// <param name="FundedOtherwise">Funded, but not by the rule: 2 and 3, such as prizes for turnout and left-over money.</param>
public sealed record CityOutcome(ImmutableArray<int> Selected, ImmutableArray<int> FundedOtherwise)
{
    /// <summary>The city's outcome, or null when no project has the column.</summary>
    public static CityOutcome? Of(Election election)
    {
        ArgumentNullException.ThrowIfNull(election);
        var states = election.Projects.Select(project => project.Detail("selected") ?? project.Detail("elected")).ToArray();
        return Array.TrueForAll(states, state => state is null)
            ? null
            : new CityOutcome(Where("1"), [.. Where("2").AddRange(Where("3")).Order()]);

        ImmutableArray<int> Where(string state) =>
            [.. Enumerable.Range(0, states.Length).Where(index => states[index] == state)];
    }

    /// <summary>Whether a count elects exactly the projects that the city funded by its rule.</summary>
    public bool AgreesWith(CountOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Selected.SequenceEqual(outcome.Winners.Order());
    }
}
