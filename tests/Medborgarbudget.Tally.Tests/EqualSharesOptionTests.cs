using System.Text;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The support floor and the comparison with "most votes first".</summary>
public sealed class EqualSharesOptionTests
{
    private static readonly EqualSharesRule Plain = new() { StartsIntegral = false, Completion = EqualSharesCompletion.None };

    /// <summary>Project 0 costs half the budget: with the floor of one budget it needs half of the ballots.</summary>
    [Theory]
    [InlineData(1, 4, Verdict.UnderThreshold)]
    [InlineData(1, 5, Verdict.Elected)]
    [InlineData(3, 1, Verdict.UnderThreshold)]
    [InlineData(3, 2, Verdict.Elected)]
    public void A_project_needs_as_large_a_part_of_the_ballots_as_of_the_budgets(int floor, int votes, Verdict verdict)
    {
        var election = ElectionGen.Approvals(10, [5], ([0], votes), ([], 10 - votes));
        var outcome = (Plain with { SupportFloor = floor, Completion = EqualSharesCompletion.Utilitarian }).Count(election);
        outcome.Projects[0].Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Swiecie_has_the_same_outcome_with_its_floor()
    {
        var real = PabulibData.Election("Poland_Swiecie_2023");
        var rule = new EqualSharesRule { Completion = EqualSharesCompletion.Add1, SupportFloor = 3 };
        real.File.CityOutcome!.AgreesWith(rule.Count(real.Election)).ShouldBeTrue();
    }

    /// <summary>Project 0 has most votes and costs all; Equal Shares leaves it out, as its voters do not have that much.</summary>
    [Theory]
    [InlineData(EqualSharesComparison.None, false)]
    [InlineData(EqualSharesComparison.MoreWinners, true)]
    [InlineData(EqualSharesComparison.AnyWinner, true)]
    public void Most_votes_first_holds_when_more_voters_are_better_off(EqualSharesComparison comparison, bool isGreedy)
    {
        var election = ElectionGen.Approvals(10, [10, 1], ([0], 4), ([1], 1));
        var outcome = (Plain with { Comparison = comparison }).Count(election);
        outcome.Winners.ShouldBe([isGreedy ? 0 : 1]);
        outcome.Comparison.ShouldBe(isGreedy ? new GreedyComparison(1, 4) : null);
        (outcome.Endowment is null).ShouldBe(isGreedy);
    }

    /// <summary>Four voters are better off with project 0, four with projects 1 and 2.</summary>
    [Fact]
    public void A_tied_comparison_leaves_equal_shares_standing()
    {
        var election = ElectionGen.Approvals(10, [10, 2, 2], ([0], 4), ([1], 2), ([2], 2));
        var outcome = (Plain with { Comparison = EqualSharesComparison.MoreWinners }).Count(election);
        outcome.Winners.ShouldBe([1, 2]);
        outcome.Comparison.ShouldBe(new GreedyComparison(4, 4));
    }

    [Fact]
    public void The_result_document_tells_the_comparison()
    {
        var election = ElectionGen.Approvals(10, [10, 1], ([0], 4), ([1], 1));
        var outcome = (Plain with { Comparison = EqualSharesComparison.AnyWinner, SupportFloor = 3 }).Count(election);
        var json = Encoding.UTF8.GetString(new ResultDocument(outcome, new string('0', 64)).ToJson());
        json.ShouldContain("\"supportFloor\":3,\"comparison\":\"any-winner\",\"exclusiveGroups\":[]}");
        json.ShouldContain("\"comparison\":{\"equalSharesVoters\":1,\"greedyVoters\":4,\"isGreedyChosen\":true}");
    }
}
