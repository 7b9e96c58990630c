namespace Medborgarbudget.Tally.Tests;

/// <summary>The whole rule around <see cref="SlowEqualShares"/>, written from its description: start, Add1, completion.</summary>
internal static class SlowEqualSharesRule
{
    public static List<int> Winners(SlowElection election, EqualSharesRule rule, int decimals)
    {
        if (election.Ballots.Length == 0)
        {
            return [];
        }

        var isAdd1 = rule.Completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1ThenUtilitarian;
        var allFit = Sum(election, Enumerable.Range(0, election.Costs.Length)) <= election.Budget;
        var winners = isAdd1 && !allFit
            ? Add1(election, rule, decimals)
            : Run(election, rule, Start(election, rule.StartsIntegral && !isAdd1, decimals));
        if (rule.Completion is EqualSharesCompletion.Utilitarian or EqualSharesCompletion.Add1ThenUtilitarian)
        {
            Complete(election, winners);
        }

        return winners;
    }

    private static List<int> Add1(SlowElection election, EqualSharesRule rule, int decimals)
    {
        var endowment = Start(election, rule.StartsIntegral, decimals);
        var step = Fraction.Of(rule.Increment) * Currency(decimals);
        var kept = Run(election, rule, endowment);
        while (true)
        {
            var left = election.Budget - Sum(election, kept);
            var open = Enumerable.Range(0, election.Costs.Length).Except(kept).Where(project => HasPayer(election, rule, project)).ToList();
            if (open.Count == 0 || (rule.HasExhaustiveStop && open.TrueForAll(project => election.Costs[project] > left)))
            {
                return kept;
            }

            endowment += step;
            var next = Run(election, rule, endowment);
            if (Sum(election, next) > election.Budget)
            {
                return kept;
            }

            kept = next;
        }
    }

    private static void Complete(SlowElection election, List<int> winners)
    {
        var votes = election.Costs.Select((_, project) => election.Ballots.Count(ballot => ballot.Projects.Contains(project))).ToArray();
        var rest = Enumerable.Range(0, votes.Length).Except(winners).Where(project => votes[project] > 0)
            .OrderByDescending(project => votes[project])
            .ThenBy(project => election.Costs[project], Comparer<Fraction>.Create((x, y) => x.CompareTo(y)))
            .ThenBy(project => Array.IndexOf(election.Lots, project));
        foreach (var project in rest.ToList())
        {
            if (Sum(election, [.. winners, project]) <= election.Budget)
            {
                winners.Add(project);
            }
        }
    }

    private static List<int> Run(SlowElection election, EqualSharesRule rule, Fraction endowment) =>
        SlowEqualShares.Winners(election, endowment, (project, ballot) => Utility(election, rule, project, ballot));

    private static Fraction Utility(SlowElection election, EqualSharesRule rule, int project, SlowBallot ballot) => rule.Utility switch
    {
        EqualSharesUtility.Cost => election.Costs[project] > 0 ? election.Costs[project] : 1,
        EqualSharesUtility.Cardinality => 1,
        EqualSharesUtility.Points => SlowGreedy.Worth(election, rule.OrdinalScoring, ballot, Array.IndexOf(ballot.Projects, project)),
    };

    private static bool HasPayer(SlowElection election, EqualSharesRule rule, int project) =>
        election.Ballots.Any(ballot => ballot.Projects.Contains(project) && Utility(election, rule, project, ballot) > 0);

    private static Fraction Start(SlowElection election, bool isIntegral, int decimals)
    {
        var exact = new Fraction(election.Budget.Numerator, election.Ballots.Length);
        var currency = Currency(decimals);
        return isIntegral
            ? new Fraction(exact.Numerator / (exact.Denominator * currency.Numerator) * currency.Numerator, 1)
            : exact;
    }

    private static Fraction Currency(int decimals) => new(System.Numerics.BigInteger.Pow(10, decimals), 1);

    private static Fraction Sum(SlowElection election, IEnumerable<int> projects) =>
        projects.Aggregate((Fraction)0, (sum, project) => sum + election.Costs[project]);
}
