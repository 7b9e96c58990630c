using Medborgarbudget.Cli.Rehearse;
using Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class ReadElectionTests
{
    [Fact]
    public async Task Decimals_become_ore()
    {
        var election = await ReadAsync("approval", "1000.5", ["250.25", "3"], "p1", "p2");

        election.Counted.Budget.ShouldBe(100_050);
        election.Counted.Projects.Select(project => project.Cost).ShouldBe([25_025L, 300L]);
    }

    [Fact]
    public async Task Projects_that_cannot_stand_on_a_ballot_are_left_out_with_their_marks()
    {
        var election = await ReadAsync("approval", "100", ["999999999", "0", "50"], "p1,p3", "p2,p3", "p1");

        election.Counted.Projects.Select(project => project.Id).ShouldBe(["p3"]);
        election.BallotCount.ShouldBe(3);
        election.Expected.Winners("seed").ShouldBe([0]);
        election.Notes.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("choose-1", "p1", VoteType.ChooseOne)]
    [InlineData("choose-1", "p1,p2", VoteType.Approval)]
    [InlineData("approval", "p1,p2", VoteType.Approval)]
    public async Task Ballots_that_break_the_vote_type_are_held_as_approval(string voteType, string ballot, VoteType held)
    {
        var election = await ReadAsync(voteType, "100", ["10", "10"], ballot);

        election.Rule.VoteType.ShouldBe(held);
    }

    [Theory]
    [InlineData("p1", VoteType.Knapsack)]
    [InlineData("p1,p2", VoteType.Approval)]
    public async Task A_knapsack_ballot_over_the_pot_makes_it_approval(string ballot, VoteType held)
    {
        var election = await ReadAsync("approval\nmax_sum_cost;100", "100", ["60", "60"], ballot);

        election.Rule.VoteType.ShouldBe(held);
    }

    [Theory]
    [InlineData("p1,p2", 2)]
    [InlineData("p1,p2,p3", 0)]
    public async Task The_limit_of_choices_holds_unless_a_ballot_breaks_it(string ballot, int maxChoices)
    {
        var election = await ReadAsync("approval\nmax_length;2", "100", ["10", "10", "10"], ballot);

        election.Rule.MaxChoices.ShouldBe(maxChoices);
    }

    [Fact]
    public async Task A_declared_rule_by_equal_shares_is_the_plan_s_when_it_is_wanted()
    {
        using var file = SampleElection.WithRule("equalshares/add1", "approval", "100", ["60", "40"], "p1", "p1", "p2");
        var plain = await ReadElection.FromAsync(new FileInfo(file.Path), byDeclaredRule: false, TestContext.Current.CancellationToken);
        var election = await ReadElection.FromAsync(new FileInfo(file.Path), byDeclaredRule: true, TestContext.Current.CancellationToken);

        (plain.Rule.CountRule, plain.Notes.Length).ShouldBe((CountRule.Greedy, 1));
        election.Rule.CountRule.ShouldBe(CountRule.EqualShares);
        election.Rule.EqualShares.ShouldBe(new EqualSharesOptions { Utility = EqualSharesUtility.Cost, Completion = EqualSharesCompletion.Add1 });
        election.Expected.Rule.ShouldBe(new Tally.EqualSharesRule { Completion = Tally.EqualSharesCompletion.Add1 });
    }

    [Fact]
    public async Task Equal_ballots_keep_their_number()
    {
        var election = await ReadAsync("approval", "100", ["10", "10"], "p1", "p2,p1", "p1,p2", "");

        var classes = election.ClassOfBallots();
        classes.Length.ShouldBe(4);
        classes.CountBy(ballotClass => ballotClass).Select(pair => pair.Value).Order().ShouldBe([1, 1, 2]);
    }

    private static async Task<RehearsedElection> ReadAsync(string voteType, string budget, string[] costs, params string[] ballots)
    {
        using var file = SampleElection.Of(voteType, budget, costs, ballots);
        return await ReadElection.FromAsync(new FileInfo(file.Path), byDeclaredRule: false, TestContext.Current.CancellationToken);
    }
}
