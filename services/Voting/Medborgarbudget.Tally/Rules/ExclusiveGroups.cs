using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>Which projects a winner locks out: those that stand in a group with it.</summary>
internal sealed class ExclusiveGroups
{
    private readonly List<int[]> groups = [];
    private readonly bool[] lockedOut;

    public ExclusiveGroups(Election election, ImmutableArray<ImmutableArray<string>> ids)
    {
        lockedOut = new bool[election.Projects.Length];
        if (ids.IsEmpty)
        {
            return;
        }

        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < election.Projects.Length; index++)
        {
            indexes.Add(election.Projects[index].Id, index);
        }

        foreach (var group in ids)
        {
            groups.Add([.. group.Select(id => indexes.TryGetValue(id, out var index)
                ? index
                : throw new ArgumentException($"No project '{id}' in the election.", nameof(ids)))]);
        }
    }

    public bool IsLockedOut(int project) => lockedOut[project];

    /// <summary>Whether both stand in one group.</summary>
    public bool AreRivals(int one, int other) =>
        groups.Exists(group => Array.IndexOf(group, one) >= 0 && Array.IndexOf(group, other) >= 0);

    /// <summary>Everything that stands in a group with the project, once.</summary>
    public IEnumerable<int> RivalsOf(int project) =>
        groups.Where(group => Array.IndexOf(group, project) >= 0).SelectMany(group => group).Where(rival => rival != project).Distinct();

    public void LockOutRivals(int winner)
    {
        foreach (var rival in RivalsOf(winner))
        {
            lockedOut[rival] = true;
        }
    }

    /// <summary>
    /// The most that winners can amount to, each group counted once with the greatest of its projects; a project that stands in
    /// several groups counts in the first. Exact when groups do not overlap, and never too little.
    /// </summary>
    public Int128 MostTogether(ReadOnlySpan<long> amounts)
    {
        Int128 sum = 0;
        var isCounted = new bool[amounts.Length];
        foreach (var group in groups)
        {
            long most = 0;
            foreach (var project in group)
            {
                most = isCounted[project] ? most : Math.Max(most, amounts[project]);
                isCounted[project] = true;
            }

            sum += most;
        }

        for (var project = 0; project < amounts.Length; project++)
        {
            sum += isCounted[project] ? 0 : amounts[project];
        }

        return sum;
    }
}
