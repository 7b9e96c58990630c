namespace Medborgarbudget.Tally.Tests;

/// <summary>Known outcomes of Equal Shares in real elections.</summary>
public sealed class EqualSharesFactsTests
{
    private static readonly EqualSharesRule Add1 = new() { Completion = EqualSharesCompletion.Add1 };

    [Theory]
    [InlineData(false, 30, 995_079, 315)]
    [InlineData(true, 31, 984_579, 302)]
    public void Wieliczka_has_one_outcome_with_the_exhaustive_stop_and_another_without(
        bool hasStop, int winners, long cost, int endowment)
    {
        var outcome = (Add1 with { HasExhaustiveStop = hasStop }).Count(Wieliczka().Election);
        (outcome.Winners.Length, outcome.TotalCost, outcome.Endowment).ShouldBe((winners, cost, ExactFraction.Whole(endowment)));
        Wieliczka().File.CityOutcome!.AgreesWith(outcome).ShouldBe(!hasStop);
    }

    [Fact]
    public void Wieliczka_leaves_half_unspent_without_completion()
    {
        var rule = Add1 with { StartsIntegral = false, Completion = EqualSharesCompletion.None };
        rule.Count(Wieliczka().Election).TotalCost.ShouldBe(450_548);
    }

    [Theory]
    [InlineData(true, true, EqualSharesCompletion.Add1)]
    [InlineData(true, false, EqualSharesCompletion.Add1)]
    [InlineData(false, false, EqualSharesCompletion.Add1)]
    [InlineData(true, false, EqualSharesCompletion.Add1ThenUtilitarian)]
    public void Swiecie_has_one_outcome_under_every_variant_of_Add1(bool isIntegral, bool hasStop, EqualSharesCompletion completion)
    {
        var real = PabulibData.Election("Poland_Swiecie_2023");
        var rule = new EqualSharesRule { StartsIntegral = isIntegral, HasExhaustiveStop = hasStop, Completion = completion };
        var outcome = rule.Count(real.Election);
        (outcome.Winners.Length, outcome.TotalCost).ShouldBe((17, 1_040_337));
        real.File.CityOutcome!.AgreesWith(outcome).ShouldBeTrue();
    }

    [Fact]
    public void In_Zabrze_equal_parts_of_the_budget_are_the_budget()
    {
        var real = PabulibData.Election("Poland_Zabrze_2021_Osiedle_Mlodego_Gornika");
        var outcome = (Add1 with { StartsIntegral = false, Completion = EqualSharesCompletion.None }).Count(real.Election);
        outcome.TotalCost.ShouldBe(real.Election.Budget);
    }

    [Fact]
    public void An_unsupported_project_that_fits_does_not_keep_Add1_going()
    {
        var outcome = new EqualSharesRule { HasExhaustiveStop = true }.Count(
            PabulibData.Election("Poland_Krakow_2020_Wzgorza_Krzeslawickie").Election);
        var unsupported = outcome.Support.Votes.IndexOf(0);
        outcome.Projects[unsupported].Verdict.ShouldBe(Verdict.NoSupport);
        outcome.Election.Projects[unsupported].Cost.ShouldBeLessThanOrEqualTo(outcome.Election.Budget - outcome.TotalCost);
    }

    private static ReferenceElection Wieliczka() => PabulibData.Election("Poland_Wieliczka_2023_Green_Budget");
}
