namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// CSTV as the paper tells it: a table of what each single voter gives to each project, in fractions that are never rounded.
/// </summary>
internal sealed class SlowCstv
{
    private readonly SlowElection election;
    private readonly CstvRule rule;
    private readonly Fraction[][] given;
    private readonly long[] votes;
    private readonly List<int> open;
    private readonly List<int> winners = [];
    private readonly List<int> eliminated = [];

    private SlowCstv(SlowElection election, CstvRule rule)
    {
        this.election = election;
        this.rule = rule;
        var all = Enumerable.Range(0, election.Costs.Length).ToList();
        votes = [.. all.Select(project => (long)election.Ballots.Count(ballot => ballot.Projects.Contains(project)))];
        open = all.FindAll(project => votes[project] >= Math.Max(1, rule.Threshold?.Units ?? 0));
        given = [.. election.Ballots.Select(Row)];
        open.RemoveAll(project => !Array.Exists(election.Ballots, ballot => Worth(ballot).Any(worth => worth.Project == project && worth.Points > 0)));
    }

    public static List<int> Winners(SlowElection election, CstvRule rule)
    {
        var count = new SlowCstv(election, rule);
        count.Run();
        return count.winners;
    }

    private void Run()
    {
        while (open.Count > 0)
        {
            var eligible = open.FindAll(project => Sum(project) >= election.Costs[project]);
            if (eligible.Count == 0 && rule.Transfer == CstvTransfer.Elimination)
            {
                var worst = InOrder(open)[^1];
                open.Remove(worst);
                eliminated.Insert(0, worst);
                Array.ForEach(given, row => Spread(row, worst, row[worst]));
                continue;
            }

            var possible = eligible.Count > 0 ? eligible : open.FindAll(IsInReach);
            if (possible.Count == 0)
            {
                break;
            }

            var best = InOrder(possible)[0];
            if (eligible.Count == 0)
            {
                Gather(best);
            }

            Fund(best);
        }

        TakeWhatFits();
    }

    private Fraction[] Row(SlowBallot ballot)
    {
        var row = new Fraction[election.Costs.Length];
        Array.Fill(row, 0);
        var worth = Worth(ballot).Where(worth => open.Contains(worth.Project)).ToArray();
        var sum = worth.Aggregate((Fraction)0, (total, one) => total + one.Points);
        foreach (var (project, points) in worth.Where(_ => sum > 0))
        {
            row[project] = Quotient(election.Budget * points, sum * election.Ballots.Length);
        }

        return row;
    }

    private IEnumerable<(int Project, Fraction Points)> Worth(SlowBallot ballot) => ballot.Projects.Select((project, place) => (
        project,
        election.VoteType is VoteType.Cumulative or VoteType.Scoring ? ballot.Points[place]
            : election.VoteType == VoteType.Ordinal ? ballot.Projects.Length - place
            : (Fraction)1));

    private static Fraction Quotient(Fraction x, Fraction y) => new Fraction(x.Numerator * y.Denominator, x.Denominator * y.Numerator).Reduced();

    private Fraction Sum(int project) => given.Aggregate((Fraction)0, (sum, row) => (sum + row[project]).Reduced());

    private static Fraction Total(Fraction[] row) => row.Aggregate((Fraction)0, (sum, part) => sum + part);

    private bool IsInReach(int project) =>
        given.Where(row => row[project] > 0).Aggregate((Fraction)0, (sum, row) => sum + Total(row)) >= election.Costs[project];

    private List<int> InOrder(List<int> projects)
    {
        var sums = projects.ToDictionary(project => project, Sum);
        return [.. projects.Order(Comparer<int>.Create((x, y) =>
        {
            int[] keys =
            [
                rule.Selection switch
                {
                    CstvSelection.Excess => (sums[y] - election.Costs[y]).CompareTo(sums[x] - election.Costs[x]),
                    CstvSelection.Support => sums[y].CompareTo(sums[x]),
                    _ => PerCost(sums[y], y).CompareTo(PerCost(sums[x], x)),
                },
                election.Costs[x].CompareTo(election.Costs[y]),
                votes[y].CompareTo(votes[x]),
                Array.IndexOf(election.Lots, x).CompareTo(Array.IndexOf(election.Lots, y)),
            ];
            return Array.Find(keys, key => key != 0);
        }))];
    }

    private Fraction PerCost(Fraction sum, int project) =>
        election.Costs[project] > 0 ? Quotient(sum, election.Costs[project]) : long.MaxValue;

    /// <summary>Takes so much from the row's gift to the project and gives it to her other projects, in proportion; or it is lost.</summary>
    private static void Spread(Fraction[] row, int project, Fraction amount)
    {
        var others = Total(row) - row[project];
        for (var other = 0; other < row.Length && others > 0; other++)
        {
            row[other] = other == project ? 0 : (row[other] + Quotient(amount * row[other], others)).Reduced();
        }

        row[project] = 0;
    }

    private void Fund(int project)
    {
        var (sum, cost) = (Sum(project), election.Costs[project]);
        foreach (var row in given.Where(row => row[project] > 0))
        {
            Spread(row, project, row[project] - Quotient(row[project] * cost, sum));
        }

        open.Remove(project);
        Win(project);
        foreach (var rival in open.FindAll(rival => !winners.TrueForAll(winner => AreFriends(winner, rival))))
        {
            open.Remove(rival);
            Array.ForEach(given, row => Spread(row, rival, row[rival]));
        }
    }

    private bool AreFriends(int winner, int other) =>
        !rule.ExclusiveGroups.Any(group => group.Contains($"p{winner}") && group.Contains($"p{other}"));

    private void Win(int project) => winners.Add(project);

    /// <summary>Multiplies every gift to the project, none beyond what the voter has, until the gifts are the cost.</summary>
    private void Gather(int project)
    {
        var donors = given.Where(row => row[project] > 0).ToList();
        var capped = new HashSet<Fraction[]>();
        while (true)
        {
            var rest = capped.Aggregate(election.Costs[project], (left, row) => left - Total(row));
            var free = donors.Where(row => !capped.Contains(row)).Aggregate((Fraction)0, (sum, row) => sum + row[project]);
            var beyond = donors.Where(row => !capped.Contains(row) && rest * row[project] > free * Total(row)).ToList();
            capped.UnionWith(beyond);
            if (beyond.Count == 0)
            {
                donors.ForEach(row => Raise(row, project, capped.Contains(row) ? Total(row) : Quotient(rest * row[project], free)));
                return;
            }
        }
    }

    private static void Raise(Fraction[] row, int project, Fraction wanted)
    {
        var others = Total(row) - row[project];
        var change = wanted - row[project];
        for (var other = 0; other < row.Length && others > 0; other++)
        {
            row[other] = other == project ? wanted : (row[other] - Quotient(change * row[other], others)).Reduced();
        }
    }

    private void TakeWhatFits()
    {
        foreach (var project in rule.TakesWhatFits ? [.. InOrder(open), .. eliminated] : new List<int>())
        {
            var left = winners.Aggregate(election.Budget, (sum, winner) => sum - election.Costs[winner]);
            if (election.Costs[project] <= left && winners.TrueForAll(winner => AreFriends(winner, project)))
            {
                Win(project);
            }
        }
    }
}
