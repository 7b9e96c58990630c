using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings.Tests.Domain;

public sealed class AssessmentTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(500_000_00, true)]
    [InlineData(500_000_01, false)]
    public void Feasible_proposal_costs_something_and_no_more_than_it_may(long costOre, bool holds) =>
        Assessment.Of(Samples.Feasible(costOre), Samples.SubBudget).IsError.ShouldBe(!holds);

    [Fact]
    public void Verdict_on_an_unknown_criterion_is_refused()
    {
        var draft = Samples.Feasible() with { Verdicts = [new("k1", true, ""), new("k2", true, ""), new("k9", true, "")] };

        Assessment.Of(draft, Samples.SubBudget).Error.ShouldBe(ScreeningErrors.CriterionUnknown);
    }

    [Fact]
    public void Criterion_without_a_verdict_is_named()
    {
        var error = Assessment.Of(Samples.Feasible() with { Verdicts = [new("k1", true, "")] }, Samples.SubBudget).Error!;

        error.Code.ShouldBe(ScreeningErrors.CriteriaLeft.Code);
        error.Faults.ShouldHaveSingleItem().Problem.ShouldContain("k2");
    }

    [Fact]
    public void Criterion_judged_twice_is_refused() =>
        FaultsOf(Samples.Feasible() with { Verdicts = [new("k1", true, ""), new("k2", true, ""), new("k2", true, "")] }).ShouldBe(["assessment.verdicts"]);

    [Fact]
    public void Feasible_proposal_meets_every_criterion() =>
        FaultsOf(Samples.Feasible() with { Verdicts = [new("k1", true, ""), new("k2", false, "Nej.")] }).ShouldBe(["assessment.verdicts"]);

    [Fact]
    public void Criterion_not_met_has_a_reason() =>
        FaultsOf(Samples.NotFeasible() with { Verdicts = [new("k1", true, ""), new("k2", false, "")] }).ShouldBe(["assessment.verdicts"]);

    [Fact]
    public void Not_feasible_has_a_reason_and_a_criterion_not_met() =>
        FaultsOf(Samples.NotFeasible() with { Reason = "", Verdicts = [new("k1", true, ""), new("k2", true, "")] })
            .ShouldBe(["assessment.reason", "assessment.verdicts"]);

    [Fact]
    public void Feasible_with_change_says_what_is_changed()
    {
        var changed = Samples.Feasible() with { Feasibility = Feasibility.FeasibleWithChange };

        FaultsOf(changed).ShouldBe(["assessment.reason"]);
        Assessment.Of(changed with { Reason = "Flyttas." }, Samples.SubBudget).IsError.ShouldBeFalse();
    }

    [Fact]
    public void Not_feasible_costs_nothing()
    {
        var assessment = Assessment.Of(Samples.NotFeasible(), Samples.SubBudget).Value;

        (assessment.Cost, assessment.RunningCost).ShouldBe((Money.Zero, Money.Zero));
    }

    private static IEnumerable<string> FaultsOf(AssessmentDraft draft) =>
        Assessment.Of(draft, Samples.SubBudget).Error!.Faults.Select(fault => fault.Field);
}
