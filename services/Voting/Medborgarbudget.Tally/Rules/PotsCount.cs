using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>One count of several pots: an election of its own for each, counted in order, and their outcomes put together.</summary>
internal sealed class PotsCount
{
    private readonly Election election;
    private readonly PotsRule rule;
    private readonly CancellationToken cancellationToken;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> winners = [];
    private readonly List<PotOutcome> pots = [];

    public PotsCount(Election election, PotsRule rule, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
        this.election = election;
        this.rule = rule;
        outcomes = new ProjectOutcome[election.Projects.Length];
        Array.Fill(outcomes, new ProjectOutcome(Verdict.NoPot, null));
    }

    public CountOutcome Run()
    {
        long[] budgets = [.. rule.Pots.Select(Budget)];
        if (budgets.Aggregate((Int128)0, (sum, budget) => sum + budget) > election.Budget)
        {
            throw new ArgumentException("The pots together are more than the budget.", nameof(rule));
        }

        var left = 0L;
        for (var pot = 0; pot < budgets.Length; pot++)
        {
            var isHeir = rule.Leftover == PotLeftover.GoesToLastPot && pot == budgets.Length - 1;
            left += Count(rule.Pots[pot], budgets[pot] + (isHeir ? left : 0));
        }

        var support = Support.Of(election, OrdinalScoring.MaxLength);
        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]) { Pots = [.. pots] }.InPlainOrder();
    }

    private long Budget(Pot pot) => pot.Budget.Units >= 0 && pot.Budget.TryAtScale(election.MoneyDecimals, out var minor)
        ? minor
        : throw new ArgumentException($"The budget of pot '{pot.Name}' is no amount in the election's money.", nameof(pot));

    /// <summary>Counts a pot and gives what it leaves.</summary>
    private long Count(Pot pot, long budget)
    {
        int[] own = [.. Enumerable.Range(0, outcomes.Length).Where(project => pot.Areas.Contains(AreaOf(project)))];
        var outcome = pot.Rule.Count(Part(pot, own, budget), null, cancellationToken);
        pots.Add(new PotOutcome(pot, outcome));
        winners.AddRange(outcome.Winners.Select(winner => own[winner]));
        for (var project = 0; project < own.Length; project++)
        {
            outcomes[own[project]] = outcome.Projects[project];
        }

        return budget - outcome.TotalCost;
    }

    private string AreaOf(int project) => election.Projects[project].Detail(rule.Column) ?? "";

    private Election Part(Pot pot, int[] own, long budget)
    {
        var builder = new ElectionBuilder(election.VoteType, budget, election.MoneyDecimals, election.Ballots.PointDecimals);
        var places = new int[outcomes.Length];
        Array.Fill(places, -1);
        foreach (var project in own)
        {
            var (id, name, cost, details) = election.Projects[project];
            places[project] = builder.AddProject(id, name, cost, details);
        }

        foreach (var (key, value) in election.Meta)
        {
            builder.SetMeta(key, value);
        }

        builder.SetLotOrder([.. election.LotOrder.Where(own.Contains).Select(project => places[project])]);
        AddBallots(builder, places, pot.CountsEveryBallot);
        return builder.Build();
    }

    private void AddBallots(ElectionBuilder builder, int[] places, bool countsEveryBallot)
    {
        var ballots = election.Ballots;
        var (projects, points) = (new List<int>(), new List<long>());
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            projects.Clear();
            points.Clear();
            var marks = ballots.Projects(ballotClass);
            for (var mark = 0; mark < marks.Length; mark++)
            {
                if (places[marks[mark]] >= 0)
                {
                    projects.Add(places[marks[mark]]);
                    points.AddRange(ballots.HasPoints ? [ballots.Points(ballotClass)[mark]] : []);
                }
            }

            if (projects.Count > 0 || countsEveryBallot)
            {
                builder.AddBallot([.. projects], [.. points], ballots.Weight(ballotClass));
            }
        }
    }
}
