namespace Medborgarbudget.Proposals.Tests.Domain;

public sealed class SubBudgetTests
{
    [Theory]
    [InlineData(-3_600, true)]
    [InlineData(-3_601, false)]
    [InlineData(3_599, true)]
    [InlineData(3_600, false)]
    public void Intake_is_open_from_the_first_moment_of_its_window_to_before_the_last(int seconds, bool isOpen) =>
        Samples.SubBudget.CheckIntakeOpen(Samples.Now.AddSeconds(seconds)).IsError.ShouldBe(!isOpen);

    [Fact]
    public void Intake_of_a_rehearsal_is_bound_by_its_phase_alone()
    {
        var rehearsal = Samples.SubBudget with { IsRehearsal = true };

        rehearsal.CheckIntakeOpen(Samples.Now.AddYears(1)).IsError.ShouldBeFalse();
        (rehearsal with { Phase = Phase.Screening }).CheckIntakeOpen(Samples.Now).Error.ShouldBe(ProposalErrors.IntakeClosed);
    }

    [Fact]
    public void Intake_is_closed_while_paused_and_when_aborted()
    {
        (Samples.SubBudget with { IsPaused = true }).CheckIntakeOpen(Samples.Now).Error.ShouldBe(ProposalErrors.IntakeClosed);
        (Samples.SubBudget with { IsAborted = true }).CheckIntakeOpen(Samples.Now).Error.ShouldBe(ProposalErrors.IntakeClosed);
    }

    [Fact]
    public void Entries_are_taken_as_long_as_the_phase_lasts()
    {
        var late = Samples.SubBudget with { IntakeCloses = Samples.Now.AddDays(-3) };

        late.CheckTakesEntries().IsError.ShouldBeFalse();
        (late with { Phase = Phase.Screening }).CheckTakesEntries().Error.ShouldBe(ProposalErrors.IntakeClosed);
        (late with { IsPaused = true }).CheckTakesEntries().Error.ShouldBe(ProposalErrors.IntakeClosed);
    }

    [Fact]
    public void Cost_guess_above_what_one_proposal_may_cost_is_refused()
    {
        Samples.SubBudget.CheckCostGuess(Samples.Text(costOre: 500_000_00)).IsError.ShouldBeFalse();
        Samples.SubBudget.CheckCostGuess(Samples.Text(costOre: 500_000_01)).Error!.Faults.ShouldHaveSingleItem().Field.ShouldBe("text.costGuessOre");
    }
}
