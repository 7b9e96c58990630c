using System.Text;
using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class PotsRuleTests
{
    private const int Iterations = 1000;

    private static readonly VotingRule[] Inner = [new GreedyRule(), new EqualSharesRule(), new PhragmenRule(), new MaxWelfareRule(), new CstvRule()];

    private static readonly Gen<(MadeElection Made, PotsRule Rule)> Case =
        from made in ElectionGen.Any
        from shares in Gen.Long[0, made.Budget / 3].Array[3]
        from rules in Gen.Int[0, Inner.Length - 1].Array[3]
        from every in Gen.Bool
        from leftover in Gen.Enum<PotLeftover>()
        select (made, new PotsRule
        {
            Pots =
            [
                new("north", ["d0"], new(shares[0], made.Decimals), false, Inner[rules[0]]),
                new("south", ["d1"], new(shares[1], made.Decimals), false, Inner[rules[1]]),
                new("town", ["d2", ""], new(shares[2], made.Decimals), every, Inner[rules[2]]),
            ],
            Leftover = leftover,
        });

    [Fact]
    public void Each_area_spends_its_own_money_on_its_own_projects()
    {
        var outcome = Town.Count(Example());
        outcome.SelectedIds.ShouldBe(["n1", "s1", "t1"]);
        outcome.Projects.Select(project => project.Verdict).ShouldBe(
            [Verdict.Elected, Verdict.DoesNotFit, Verdict.Elected, Verdict.Elected, Verdict.DoesNotFit, Verdict.NoPot]);
        outcome.Pots.Select(pot => pot.Outcome.Election.Ballots.BallotCount).ShouldBe([6, 3, 9]);
    }

    [Fact]
    public void What_the_areas_leave_may_go_to_the_pot_of_all()
    {
        var outcome = (Town with { Leftover = PotLeftover.GoesToLastPot }).Count(Example());
        outcome.SelectedIds.ShouldBe(["n1", "s1", "t1", "t2"]);
        outcome.Pots[2].Outcome.Election.Budget.ShouldBe(25);
    }

    [Fact]
    public void The_result_document_tells_each_pot()
    {
        var json = Encoding.UTF8.GetString(new ResultDocument(Town.Count(Example()), "").ToJson());
        json.ShouldContain("""
            "pots":[{"name":"north","ballots":6,"budget":10,"selected":["n1"],"totalCost":10,"endowment":null},
            {"name":"south","ballots":3,"budget":15,"selected":["s1"],"totalCost":10,"endowment":null},
            {"name":"town","ballots":9,"budget":20,"selected":["t1"],"totalCost":15,"endowment":null}]
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Pots_that_are_more_than_the_budget_are_refused() =>
        Should.Throw<ArgumentException>(() => Town.Count(Example(budget: 44)));

    [Fact]
    public void Each_name_and_area_comes_once_and_pots_hold_no_pots()
    {
        var pot = Town.Pots[0];
        Should.Throw<ArgumentException>(() => new PotsRule { Pots = [pot, pot with { Areas = [] }] }.Count(Example()));
        Should.Throw<ArgumentException>(() => new PotsRule { Pots = [pot, pot with { Name = "other" }] }.Count(Example()));
        Should.Throw<ArgumentException>(() => new PotsRule { Pots = [pot with { Rule = Town }] }.Count(Example()));
    }

    [Fact]
    public void Each_pot_counts_as_if_it_were_alone() =>
        Case.Sample(
            x =>
            {
                var outcome = x.Rule.Count(x.Made.Build());
                foreach (var pot in x.Rule.Pots.Take(2))
                {
                    var area = pot.Areas[0][1] - '0';
                    var alone = Alone(x.Made, area, pot.Budget.Units);
                    pot.Rule.Count(alone).SelectedIds.ShouldBe(
                        outcome.Winners.Where(winner => winner % 3 == area).Order().Select(winner => $"p{winner}"));
                }
            },
            iter: Iterations);

    [Fact]
    public void The_order_and_the_grouping_of_ballots_never_matter() =>
        Case.Sample(x => x.Made.ShouldNotDependOnItsBallots(x.Rule), iter: Iterations);

    [Fact]
    public void The_outcome_is_sound() => Case.Sample(x => x.Made.ShouldBeSound(x.Rule), iter: Iterations);

    [Fact]
    public void The_rule_reads_back() =>
        Case.Sample(x =>
        {
            using var json = System.Text.Json.JsonDocument.Parse(RuleJson.ToText(x.Rule));
            RuleJson.TryRead(json.RootElement, out var rule).ShouldBeTrue();
            rule.ShouldBe(x.Rule);
        });

    private static PotsRule Town { get; } = new()
    {
        Pots =
        [
            new("north", ["north"], ExactDecimal.Whole(10), false, new GreedyRule()),
            new("south", ["south"], ExactDecimal.Whole(15), false, new GreedyRule()),
            new("town", [""], ExactDecimal.Whole(20), true, new GreedyRule()),
        ],
    };

    /// <summary>Six voters in the north, three in the south; all may vote for what is for the whole town.</summary>
    private static Election Example(long budget = 45)
    {
        var builder = new ElectionBuilder(VoteType.Approval, budget, moneyDecimals: 0);
        builder.AddProject("n1", "", 10, KeyValuePair.Create("district", "north"));
        builder.AddProject("n2", "", 10, KeyValuePair.Create("district", "north"));
        builder.AddProject("s1", "", 10, KeyValuePair.Create("district", "south"));
        builder.AddProject("t1", "", 15);
        builder.AddProject("t2", "", 10);
        builder.AddProject("w1", "", 1, KeyValuePair.Create("district", "west"));
        builder.AddBallot([0, 3, 5], weight: 4);
        builder.AddBallot([0, 1], weight: 2);
        builder.AddBallot([2, 3, 4], weight: 3);
        return builder.Build();
    }

    private static Election Alone(MadeElection made, int area, long budget)
    {
        int[] own = [.. Enumerable.Range(0, made.Costs.Length).Where(project => project % 3 == area)];
        var builder = ElectionGen.Builder(made.VoteType, budget, made.Decimals);
        Array.ForEach(own, project => builder.AddProject($"p{project}", "", made.Costs[project]));
        builder.SetLotOrder([.. made.Lots.Where(own.Contains).Select(project => Array.IndexOf(own, project))]);
        foreach (var ballot in made.Ballots)
        {
            var marks = ballot.Projects.Select((project, mark) => (Place: Array.IndexOf(own, project), Points: ballot.Points[mark]))
                .Where(mark => mark.Place >= 0).ToArray();
            if (marks.Length > 0)
            {
                builder.AddBallot([.. marks.Select(mark => mark.Place)], builder.HasPoints ? [.. marks.Select(mark => mark.Points)] : [], ballot.Weight);
            }
        }

        return builder.Build();
    }
}
