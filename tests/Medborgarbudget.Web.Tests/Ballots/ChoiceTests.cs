using System.Globalization;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Ballots;

namespace Medborgarbudget.Web.Tests.Ballots;

public sealed class ChoiceTests
{
    public ChoiceTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");

    [Fact]
    public void Too_dear_a_choice_says_by_how_much()
    {
        var choice = Choice.Of(Ballot(VoteType.Knapsack, 0, 60_000_00, 50_000_00), ["p0", "p1"]);
        choice.Check().ShouldHaveSingleItem().Text.ShouldBe("Du har valt för 10\u00a0000\u00a0kr för mycket. Ta bort minst ett förslag.");
    }

    [Fact]
    public void Too_many_choices_are_told_with_both_numbers()
    {
        var choice = Choice.Of(Ballot(VoteType.Approval, 1, 100, 100), ["p0", "p1"]);
        choice.Check().ShouldHaveSingleItem().Text.ShouldBe("Du kan välja högst 1 förslag. Du har valt 2.");
    }

    [Fact]
    public void Unknown_items_and_repetitions_are_left_out() =>
        Choice.Of(Ballot(VoteType.Approval, 0, 100, 100), ["p1", "p1", "", "x", null]).ProposalIds.ShouldBe(["p1"]);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(2000)]
    public void Bits_give_back_the_same_choice(int items)
    {
        var manifest = Ballot(VoteType.Approval, 0, [.. Enumerable.Repeat(100L, items)]);
        var choice = Choice.Of(manifest, Enumerable.Range(0, items).Where(place => place % 3 == 0).Select(place => $"p{place}"));
        Choice.OfBits(manifest, choice.ToBits()).ProposalIds.ShouldBe(choice.ProposalIds);
    }

    private static Manifest Ballot(VoteType type, int most, params long[] costs) => new()
    {
        AmountOre = 100_000_00,
        VotingRule = new VotingRule { VoteType = type, MaxChoices = most },
        Items = { costs.Select((cost, place) => new BallotItem { ProposalId = $"p{place}", Number = place + 1, CostOre = cost }) },
    };
}
