namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// Sequential Phragmén as money that flows: a purse for each single voter, in fractions; no classes, no rounds, no sums kept.
/// </summary>
internal static class SlowPhragmen
{
    public static List<int> Winners(SlowElection election, PhragmenRule rule)
    {
        var spentUntil = new Fraction[election.Ballots.Length];
        Array.Fill(spentUntil, 0);
        var open = Enumerable.Range(0, election.Costs.Length).Where(project => Voters(election, project).Length >= Least(rule)).ToList();
        var winners = new List<int>();
        var left = election.Budget;
        while (open.Count > 0)
        {
            var times = open.ToDictionary(project => project, project => TimeOf(election, spentUntil, project));
            var first = times.Values.Aggregate((least, time) => time < least ? time : least);
            var tied = open.Where(project => times[project] == first).ToList();
            var misfits = tied.Where(project => election.Costs[project] > left).ToList();
            if (misfits.Count > 0 && !rule.SkipsWhatDoesNotFit)
            {
                break;
            }

            open.RemoveAll(misfits.Contains);
            if (tied.Except(misfits).OrderBy(project => project, Ties(election)).Take(1).ToList() is [var winner])
            {
                winners.Add(winner);
                open.Remove(winner);
                open.RemoveAll(rival => rule.ExclusiveGroups.Any(group => group.Contains($"p{rival}") && group.Contains($"p{winner}")));
                left -= election.Costs[winner];
                Array.ForEach(Voters(election, winner), voter => spentUntil[voter] = first);
            }
        }

        return winners;
    }

    private static int Least(PhragmenRule rule) => rule.Threshold is { } least ? Math.Max(1, (int)least.Units) : 1;

    private static Fraction TimeOf(SlowElection election, Fraction[] spentUntil, int project)
    {
        var voters = Voters(election, project);
        var sum = voters.Aggregate(election.Costs[project], (total, voter) => total + spentUntil[voter]);
        return new Fraction(sum.Numerator, sum.Denominator * voters.Length);
    }

    private static Comparer<int> Ties(SlowElection election) => Comparer<int>.Create((x, y) =>
        election.Costs[x].CompareTo(election.Costs[y]) is not 0 and var byCost ? byCost
        : Voters(election, y).Length.CompareTo(Voters(election, x).Length) is not 0 and var byVotes ? byVotes
        : Array.IndexOf(election.Lots, x).CompareTo(Array.IndexOf(election.Lots, y)));

    private static int[] Voters(SlowElection election, int project) =>
        [.. Enumerable.Range(0, election.Ballots.Length).Where(voter => election.Ballots[voter].Projects.Contains(project))];
}
