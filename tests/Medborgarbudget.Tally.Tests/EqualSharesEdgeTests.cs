namespace Medborgarbudget.Tally.Tests;

/// <summary>Elections where 64-bit purses cannot tell, each made by hand so that the right outcome is plain to see.</summary>
public sealed class EqualSharesEdgeTests
{
    private static readonly EqualSharesRule Plain = new() { StartsIntegral = false, Completion = EqualSharesCompletion.None };

    /// <summary>Thirds of the budget have no finite binary or decimal form, and add up to it all the same.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(129_140_163)]
    public void A_project_that_costs_all_its_payers_have_is_bought(int voters)
    {
        Winners(Plain, 1_000_000, [1_000_000], ([0], voters)).ShouldBe([0]);
        Winners(Plain, 1_000_000, [1_000_001], ([0], voters)).ShouldBeEmpty();
    }

    /// <summary>
    /// After project 0 each of its many payers has a third of a unit left. Project 1 takes that from all but three of them, and 500
    /// from one voter more, whose purse is as far off as theirs together, so that all are filled anew. She has 500 left exactly.
    /// </summary>
    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Purses_that_many_poor_payers_have_blurred_are_filled_anew(int lastCost, bool isBought)
    {
        const int Many = 129_140_163;
        const long Endowment = 1000;
        Winners(
            Plain,
            (Many + 1) * Endowment,
            [(Many * Endowment) - (Many / 3), ((Many - 3) / 3) + 500, lastCost],
            ([0, 1], Many - 3),
            ([0], 3),
            ([1, 2], 1)).ShouldBe(isBought ? [0, 1, 2] : [0, 1]);
    }

    /// <summary>Amounts at the end of the 64-bit range, where a step of the purses is several minor units.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_largest_amounts_are_told_apart_by_one_unit(long more, bool isBought) =>
        Winners(Plain, long.MaxValue - 1, [long.MaxValue - 1 + more], ([0], 1)).Contains(0).ShouldBe(isBought);

    [Fact]
    public void Prices_that_differ_in_the_eighteenth_digit_are_told_apart()
    {
        const long Cost = 100_000_000_000_000_000;
        var rule = Plain with { Utility = EqualSharesUtility.Cardinality };
        Winners(rule, 10 * Cost, [(3 * Cost) + 1, 2 * Cost], ([0], 3), ([1], 2)).ShouldBe([1, 0]);
        Winners(rule, 10 * Cost, [3 * Cost, (2 * Cost) + 1], ([0], 3), ([1], 2)).ShouldBe([0, 1]);
    }

    [Fact]
    public void Projects_that_tie_exactly_go_by_the_tie_order()
    {
        Winners(Plain, 12, [6, 6, 4], ([0, 1], 2), ([2], 2)).ShouldBe([2, 0]);
        Winners(Plain with { Utility = EqualSharesUtility.Cardinality }, 12, [3, 6], ([0, 1], 1), ([0], 1), ([1], 3)).ShouldBe([0, 1]);
    }

    [Fact]
    public void With_nothing_to_spend_only_free_projects_are_bought() =>
        Winners(Plain, 0, [0, 1], ([0, 1], 4)).ShouldBe([0]);

    private static int[] Winners(EqualSharesRule rule, long budget, long[] costs, params (int[] Projects, int Voters)[] ballots)
    {
        var builder = ElectionGen.Builder(VoteType.Approval, budget, 0);
        for (var project = 0; project < costs.Length; project++)
        {
            builder.AddProject($"p{project}", "", costs[project]);
        }

        foreach (var (projects, voters) in ballots)
        {
            builder.AddBallot(projects, weight: voters);
        }

        return [.. rule.Count(builder.Build()).Winners];
    }
}
