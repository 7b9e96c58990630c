using System.Numerics;

namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// The whole rule around <see cref="SlowEqualShares"/>, written from its description: floor, conflicts, start, Add1, completion,
/// comparison.
/// </summary>
internal sealed class SlowEqualSharesRule
{
    private readonly SlowElection election;
    private readonly EqualSharesRule rule;
    private readonly Fraction currency;
    private readonly int[] votes;
    private readonly List<int> open;

    private SlowEqualSharesRule(SlowElection election, EqualSharesRule rule, int decimals)
    {
        this.election = election;
        this.rule = rule;
        currency = new Fraction(BigInteger.Pow(10, decimals), 1);
        votes = [.. election.Costs.Select((_, project) => election.Ballots.Count(ballot => ballot.Projects.Contains(project)))];
        open = [.. Enumerable.Range(0, votes.Length).Where(HasFloor)];
    }

    public static List<int> Winners(SlowElection election, EqualSharesRule rule, int decimals) =>
        election.Ballots.Length == 0 ? [] : new SlowEqualSharesRule(election, rule, decimals).Winners();

    private List<int> Winners()
    {
        var isAdd1 = rule.Completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1ThenUtilitarian;
        var winners = isAdd1 && DearestTogether() > election.Budget ? Add1() : Run(Start(rule.StartsIntegral && !isAdd1));
        if (rule.Completion is EqualSharesCompletion.Utilitarian or EqualSharesCompletion.Add1ThenUtilitarian)
        {
            Complete(winners);
        }

        return Compared(winners);
    }

    private bool HasFloor(int project) =>
        rule.SupportFloor is not { } floor
        || election.Budget * (votes[project] * floor) >= election.Costs[project] * election.Ballots.Length;

    private List<int> Add1()
    {
        var endowment = Start(rule.StartsIntegral);
        var kept = Run(endowment);
        while (true)
        {
            var left = election.Budget - Sum(kept);
            var waiting = open.Except(kept)
                .Where(project => !HasRivalIn(kept, project) && election.Ballots.Any(ballot => Utility(project, ballot) > 0)).ToList();
            if (waiting.Count == 0 || (rule.HasExhaustiveStop && waiting.TrueForAll(project => election.Costs[project] > left)))
            {
                return kept;
            }

            endowment += Fraction.Of(rule.Increment) * currency;
            var next = Run(endowment);
            if (Sum(next) > election.Budget)
            {
                return kept;
            }

            kept = next;
        }
    }

    private void Complete(List<int> winners)
    {
        var rest = open.Except(winners).Where(project => votes[project] > 0)
            .OrderByDescending(project => votes[project])
            .ThenBy(project => election.Costs[project], Comparer<Fraction>.Create((x, y) => x.CompareTo(y)))
            .ThenBy(project => Array.IndexOf(election.Lots, project));
        foreach (var project in rest.ToList())
        {
            if (Sum([.. winners, project]) <= election.Budget && !HasRivalIn(winners, project))
            {
                winners.Add(project);
            }
        }
    }

    /// <summary>Each project goes to the first group it stands in, alone when there is none; the dearest of each is added up.</summary>
    private Fraction DearestTogether() => open
        .GroupBy(project => Enumerable.Range(0, rule.ExclusiveGroups.Length)
            .Where(group => rule.ExclusiveGroups[group].Contains($"p{project}")).Append(-1 - project).First())
        .Aggregate((Fraction)0, (sum, group) => sum + group.Aggregate(
            (Fraction)0, (most, project) => election.Costs[project] > most ? election.Costs[project] : most));

    private bool HasRivalIn(List<int> winners, int project) =>
        winners.Exists(winner => SlowEqualShares.AreRivals(rule, winner, project));

    private List<int> Compared(List<int> winners)
    {
        var greedy = new List<int>();
        Complete(greedy);
        var pairs = election.Ballots
            .Select(ballot => (One: ballot.Projects.Count(winners.Contains), Other: ballot.Projects.Count(greedy.Contains))).ToList();
        var isGreedyBetter = rule.Comparison switch
        {
            EqualSharesComparison.None => false,
            EqualSharesComparison.MoreWinners => pairs.Count(pair => pair.Other > pair.One) > pairs.Count(pair => pair.One > pair.Other),
            EqualSharesComparison.AnyWinner => pairs.Count(pair => pair.Other > 0) > pairs.Count(pair => pair.One > 0),
        };
        return isGreedyBetter ? greedy : winners;
    }

    private List<int> Run(Fraction endowment) => SlowEqualShares.Winners(election, rule, endowment, Utility);

    private Fraction Utility(int project, SlowBallot ballot) =>
        open.Contains(project) && ballot.Projects.Contains(project) ? Worth(project, ballot) : 0;

    private Fraction Worth(int project, SlowBallot ballot) => rule.Utility switch
    {
        EqualSharesUtility.Cost => election.Costs[project] > 0 ? election.Costs[project] : 1,
        EqualSharesUtility.Cardinality => 1,
        EqualSharesUtility.Points => SlowGreedy.Worth(election, rule.OrdinalScoring, ballot, Array.IndexOf(ballot.Projects, project)),
    };

    private Fraction Start(bool isIntegral)
    {
        var exact = new Fraction(election.Budget.Numerator, election.Ballots.Length);
        return isIntegral
            ? new Fraction(exact.Numerator / (exact.Denominator * currency.Numerator) * currency.Numerator, 1)
            : exact;
    }

    private Fraction Sum(IEnumerable<int> projects) => projects.Aggregate((Fraction)0, (sum, project) => sum + election.Costs[project]);
}
