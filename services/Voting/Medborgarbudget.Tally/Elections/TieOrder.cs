using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// The one order that settles every tie of a count, published with the result: lower cost, then more votes, then the published
/// lots. It is total, so two projects never stand equal, and every rule and every run inside a rule uses the same one.
/// </summary>
public sealed class TieOrder : IComparer<int>
{
    private readonly ImmutableArray<Project> projects;
    private readonly ImmutableArray<long> votes;
    private readonly int[] lot;

    /// <summary>The tie order of an election with these votes.</summary>
    public TieOrder(Election election, Support support)
    {
        ArgumentNullException.ThrowIfNull(election);
        ArgumentNullException.ThrowIfNull(support);
        projects = election.Projects;
        votes = support.Votes;
        lot = new int[projects.Length];
        for (var place = 0; place < lot.Length; place++)
        {
            lot[election.LotOrder[place]] = place;
        }
    }

    /// <summary>The keys in the order they are asked, as the result document names them.</summary>
    public static ImmutableArray<string> Keys { get; } = ["lowerCost", "moreVotes", "lot"];

    /// <summary>Below zero when project <paramref name="x"/> goes before project <paramref name="y"/>.</summary>
    public int Compare(int x, int y)
    {
        var byCost = projects[x].Cost.CompareTo(projects[y].Cost);
        if (byCost != 0)
        {
            return byCost;
        }

        var byVotes = votes[y].CompareTo(votes[x]);
        return byVotes != 0 ? byVotes : lot[x].CompareTo(lot[y]);
    }
}
