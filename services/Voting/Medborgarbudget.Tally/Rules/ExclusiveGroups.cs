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

    public void LockOutRivals(int winner)
    {
        foreach (var group in groups)
        {
            if (Array.IndexOf(group, winner) < 0)
            {
                continue;
            }

            foreach (var rival in group)
            {
                lockedOut[rival] |= rival != winner;
            }
        }
    }
}
