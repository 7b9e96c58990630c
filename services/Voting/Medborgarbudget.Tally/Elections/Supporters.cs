namespace Medborgarbudget.Tally;

/// <summary>The ballots seen from the projects: which classes name each of them.</summary>
internal sealed class Supporters
{
    private readonly int[] offsets;
    private readonly int[] classes;

    public Supporters(Election election)
    {
        var ballots = election.Ballots;
        offsets = new int[election.Projects.Length + 1];
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            foreach (var project in ballots.Projects(ballotClass))
            {
                offsets[project + 1]++;
            }
        }

        for (var project = 0; project < election.Projects.Length; project++)
        {
            offsets[project + 1] += offsets[project];
        }

        classes = new int[offsets[^1]];
        var next = offsets.AsSpan(..^1).ToArray();
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            foreach (var project in ballots.Projects(ballotClass))
            {
                classes[next[project]++] = ballotClass;
            }
        }
    }

    /// <summary>The classes of every project, project after project.</summary>
    public int[] All => classes;

    /// <summary>The classes that name the project, ascending.</summary>
    public ReadOnlySpan<int> Of(int project) => classes.AsSpan(offsets[project]..offsets[project + 1]);
}
