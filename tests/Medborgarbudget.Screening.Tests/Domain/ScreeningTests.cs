namespace Medborgarbudget.Screenings.Tests.Domain;

public sealed class ScreeningTests
{
    [Theory]
    [InlineData(Phase.IdeaIntake, false)]
    [InlineData(Phase.Screening, true)]
    [InlineData(Phase.ReviewWindow, true)]
    [InlineData(Phase.BallotFrozen, false)]
    public void Screenings_are_worked_on_in_two_phases(Phase phase, bool isOpen)
    {
        var subBudget = Samples.SubBudget with { Phase = phase };

        Samples.Open().Assign(subBudget, Samples.Screener).IsError.ShouldBe(!isOpen);
        Samples.Open().Assess(subBudget, new Official(Samples.Lead, true), Samples.Feasible()).IsError.ShouldBe(!isOpen);
        Samples.Assessed().Accept(subBudget, Samples.OtherLead, Samples.Now).IsError.ShouldBe(!isOpen);
    }

    [Fact]
    public void Paused_or_aborted_nothing_is_screened()
    {
        Samples.Open().Assign(Samples.SubBudget with { IsPaused = true }, Samples.Screener).Error.ShouldBe(ScreeningErrors.PhaseClosed);
        Samples.Open().Assign(Samples.SubBudget with { IsAborted = true }, Samples.Screener).Error.ShouldBe(ScreeningErrors.PhaseClosed);
    }

    [Fact]
    public void Screener_writes_when_assigned_and_a_lead_always()
    {
        var screener = new Official(Samples.Screener, IsLead: false);
        var assigned = Samples.Open().Assign(Samples.SubBudget, Samples.Screener).Value;

        Samples.Open().Assess(Samples.SubBudget, screener, Samples.Feasible()).Error.ShouldBe(ScreeningErrors.NotAssigned);
        assigned.Assess(Samples.SubBudget, screener, Samples.Feasible()).Value.AssessedBy.ShouldBe(Samples.Screener);
        Samples.Open().Assess(Samples.SubBudget, new Official(Samples.Lead, true), Samples.Feasible()).Value.State.ShouldBe(ScreeningState.Assessed);
    }

    [Fact]
    public void Nobody_screens_an_own_proposal()
    {
        var own = new Official(Samples.Proposer, IsLead: true);

        Samples.Open().Assign(Samples.SubBudget, Samples.Proposer).Error.ShouldBe(ScreeningErrors.OwnProposal);
        Samples.Open().Assess(Samples.SubBudget, own, Samples.Feasible()).Error.ShouldBe(ScreeningErrors.OwnProposal);
        Samples.Assessed().Accept(Samples.SubBudget, Samples.Proposer, Samples.Now).Error.ShouldBe(ScreeningErrors.OwnProposal);
        Samples.UnderReview().DecideReview(Samples.InReview, Samples.Proposer, Samples.Feasible(), Samples.Now).Error.ShouldBe(ScreeningErrors.OwnProposal);
    }

    [Fact]
    public void Assessment_is_accepted_by_a_second_person()
    {
        Samples.Assessed().Accept(Samples.SubBudget, Samples.Lead, Samples.Now).Error.ShouldBe(ScreeningErrors.SecondPersonIsFirst);

        var accepted = Samples.Assessed().Accept(Samples.SubBudget, Samples.OtherLead, Samples.Now).Value;
        (accepted.State, accepted.AcceptedBy, accepted.AcceptedAt).ShouldBe((ScreeningState.Accepted, Samples.OtherLead, Samples.Now));
    }

    [Fact]
    public void Assessment_written_anew_is_accepted_by_somebody_else_than_its_last_writer()
    {
        var rewritten = Samples.Assessed().Assess(Samples.SubBudget, new Official(Samples.OtherLead, true), Samples.NotFeasible()).Value;

        rewritten.Accept(Samples.SubBudget, Samples.OtherLead, Samples.Now).Error.ShouldBe(ScreeningErrors.SecondPersonIsFirst);
        rewritten.Accept(Samples.SubBudget, Samples.Lead, Samples.Now).IsError.ShouldBeFalse();
    }

    [Fact]
    public void Accepting_again_changes_nothing_and_accepting_nothing_is_refused()
    {
        var accepted = Samples.Accepted();

        accepted.Accept(Samples.SubBudget, Samples.OtherLead, Samples.Now.AddHours(1)).Value.ShouldBeSameAs(accepted);
        accepted.Accept(Samples.SubBudget, Samples.Lead, Samples.Now).Error.ShouldBe(ScreeningErrors.NotAssessed);
        Samples.Open().Accept(Samples.SubBudget, Samples.Lead, Samples.Now).Error.ShouldBe(ScreeningErrors.NotAssessed);
    }

    [Fact]
    public void Accepted_outcome_is_not_written_anew() =>
        Samples.Accepted().Assess(Samples.SubBudget, new Official(Samples.Lead, true), Samples.Feasible()).Error.ShouldBe(ScreeningErrors.Accepted);

    [Fact]
    public void Review_is_asked_for_by_the_proposer_in_the_review_window()
    {
        var accepted = Samples.Accepted();

        accepted.RequestReview(Samples.InReview, Samples.Lead, "Nej.", Samples.Now).Error.ShouldBe(ScreeningErrors.NotOwnProposal);
        accepted.RequestReview(Samples.SubBudget, Samples.Proposer, "Nej.", Samples.Now).Error.ShouldBe(ScreeningErrors.ReviewWindowClosed);
        accepted.RequestReview(Samples.InReview, Samples.Proposer, "Nej.", Samples.InReview.ReviewCloses).Error.ShouldBe(ScreeningErrors.ReviewWindowClosed);
        accepted.RequestReview(Samples.InReview, Samples.Proposer, "Nej.", Samples.Now).Value.State.ShouldBe(ScreeningState.ReviewRequested);
    }

    [Fact]
    public void Review_in_a_rehearsal_is_bound_by_the_phase_alone() =>
        Samples.Accepted().RequestReview(Samples.InReview with { IsRehearsal = true }, Samples.Proposer, "Nej.", Samples.Now.AddYears(1))
            .IsError.ShouldBeFalse();

    [Fact]
    public void Review_is_asked_for_once_and_not_without_an_outcome()
    {
        Samples.UnderReview().RequestReview(Samples.InReview, Samples.Proposer, "Nej.", Samples.Now).Error.ShouldBe(ScreeningErrors.ReviewOpen);
        Samples.Assessed().RequestReview(Samples.InReview, Samples.Proposer, "Nej.", Samples.Now).Error.ShouldBe(ScreeningErrors.NotAccepted);
    }

    [Fact]
    public void Review_is_decided_by_somebody_else_than_the_first_screener()
    {
        var open = Samples.UnderReview();

        open.DecideReview(Samples.InReview, Samples.Lead, Samples.NotFeasible(), Samples.Now).Error.ShouldBe(ScreeningErrors.ReviewerWasFirst);
        Samples.Accepted().DecideReview(Samples.InReview, Samples.Screener, Samples.Feasible(), Samples.Now).Error.ShouldBe(ScreeningErrors.NoReviewOpen);

        var decided = open.DecideReview(Samples.InReview, Samples.Screener, Samples.NotFeasible(), Samples.Now.AddDays(1)).Value;
        (decided.State, decided.ReviewedBy, decided.AcceptedAt).ShouldBe((ScreeningState.Accepted, Samples.Screener, Samples.Now.AddDays(1)));
        decided.IsFeasible().ShouldBeFalse();
        decided.Version.ShouldBeGreaterThan(open.Version);
    }

    [Fact]
    public void Newer_copy_of_the_proposal_is_taken_and_an_older_changes_nothing()
    {
        var screening = Screening.Start(Samples.Proposal(version: 3));

        screening.Follow(Samples.Proposal(version: 3, isDropped: true)).ShouldBeSameAs(screening);
        screening.Follow(Samples.Proposal(version: 4, isDropped: true)).Proposal.IsDropped.ShouldBeTrue();
    }

    [Fact]
    public void Guards_count_what_is_left()
    {
        new Remaining(0, 0).Ask(Phase.BallotFrozen).ShouldBeEmpty();
        new Remaining(3, 0).Ask(Phase.ReviewWindow).ShouldBe([new Missing("screening.outcomes_missing", "Some proposals have no accepted outcome.", 3)]);
        new Remaining(0, 2).Ask(Phase.ReviewWindow).ShouldBeEmpty();
        new Remaining(1, 2).Ask(Phase.BallotFrozen).Select(missing => (missing.Code, missing.Count))
            .ShouldBe([("screening.outcomes_missing", 1), ("screening.review_open", 2)]);
        new Remaining(1, 2).Ask(Phase.Voting).ShouldBeEmpty();
    }
}
