using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Tests.Domain;

public sealed class ProposalTests
{
    [Fact]
    public void Draft_has_no_number_until_it_is_received()
    {
        var draft = Samples.Draft();
        var received = draft.Receive(7, Samples.Now);

        (draft.Number, draft.OwnState()).ShouldBe((null, ProposalState.Draft));
        (received.Number, received.OwnState(), received.Version).ShouldBe((7, ProposalState.Received, draft.Version + 1));
    }

    [Fact]
    public void Draft_of_another_is_as_if_it_did_not_exist()
    {
        var draft = Samples.Draft();

        draft.IsVisibleTo(Samples.Stranger).ShouldBeFalse();
        draft.Edit(Samples.SubBudget, Samples.Stranger, draft.Version, Samples.Text(), Samples.Now).Error.ShouldBe(ProposalErrors.Missing);
        draft.CheckSubmittable(Samples.SubBudget, Samples.Stranger, Samples.Now).Error.ShouldBe(ProposalErrors.Missing);
        draft.Withdraw(Samples.Stranger, Samples.Now).Error.ShouldBe(ProposalErrors.Missing);
        draft.Hide(Samples.SubBudget, Samples.Stranger, "Olämpligt.").Error.ShouldBe(ProposalErrors.Missing);
        draft.CheckSupportable(Samples.SubBudget, Samples.Stranger).Error.ShouldBe(ProposalErrors.Missing);
    }

    [Fact]
    public void Received_proposal_of_another_is_seen_and_not_changed()
    {
        var received = Samples.Received();

        received.IsVisibleTo(null).ShouldBeTrue();
        received.Edit(Samples.SubBudget, Samples.Stranger, received.Version, Samples.Text(), Samples.Now).Error.ShouldBe(GeneralErrors.Forbidden);
        received.Withdraw(Samples.Stranger, Samples.Now).Error.ShouldBe(GeneralErrors.Forbidden);
    }

    [Fact]
    public void Entered_proposal_belongs_to_nobody()
    {
        var entered = Proposal.Enter(Samples.SubBudget, Samples.Owner, Channel.Paper, Samples.Text(), Samples.Now).Value.Receive(1, Samples.Now);

        entered.IsOwn(Samples.Owner).ShouldBeFalse();
        entered.Withdraw(Samples.Owner, Samples.Now).Error.ShouldBe(GeneralErrors.Forbidden);
    }

    [Fact]
    public void Draft_is_edited_when_the_intake_is_over_and_a_received_proposal_is_not()
    {
        var over = Samples.SubBudget with { Phase = Phase.Screening };
        var (draft, received) = (Samples.Draft(), Samples.Received());

        draft.Edit(over, Samples.Owner, draft.Version, Samples.Text("Nytt"), Samples.Now).Value.Text.Title.ShouldBe("Nytt");
        received.Edit(over, Samples.Owner, received.Version, Samples.Text("Nytt"), Samples.Now).Error.ShouldBe(ProposalErrors.IntakeClosed);
    }

    [Fact]
    public void Edit_of_an_older_version_is_refused() =>
        Samples.Received().Edit(Samples.SubBudget, Samples.Owner, 1, Samples.Text("Nytt"), Samples.Now).Error.ShouldBe(GeneralErrors.Stale);

    [Fact]
    public void Proposal_past_screening_is_not_edited()
    {
        var screened = Samples.Followed(course => course.WithOutcome(1, isFeasible: true, new Money(100), ""));

        screened.Edit(Samples.SubBudget, Samples.Owner, screened.Version, Samples.Text(), Samples.Now).Error.ShouldBe(ProposalErrors.NotEditable);
    }

    [Fact]
    public void Proposal_is_submitted_once() =>
        Samples.Received().CheckSubmittable(Samples.SubBudget, Samples.Owner, Samples.Now).Error.ShouldBe(ProposalErrors.NotDraft);

    [Fact]
    public void Withdrawn_before_the_freeze_it_is_gone_and_after_it_stays_on_the_ballot_marked()
    {
        var before = Samples.Received().Withdraw(Samples.Owner, Samples.Now).Value;
        var after = Samples.Followed(course => course.OnBallot()).Withdraw(Samples.Owner, Samples.Now).Value;

        (before.OwnState(), before.IsWithdrawnAfterFreeze()).ShouldBe((ProposalState.Withdrawn, false));
        (after.OwnState(), after.IsWithdrawnAfterFreeze()).ShouldBe((ProposalState.OnBallot, true));
    }

    [Fact]
    public void Withdrawn_hidden_or_decided_it_is_not_withdrawn()
    {
        var withdrawn = Samples.Received().Withdraw(Samples.Owner, Samples.Now).Value;
        var hidden = Samples.Received().Hide(Samples.SubBudget, Samples.Stranger, "Olämpligt.").Value;
        var decided = Samples.Followed(course => course.WithDecision(isApproved: true));

        withdrawn.Withdraw(Samples.Owner, Samples.Now).Error.ShouldBe(ProposalErrors.NotWithdrawable);
        hidden.Withdraw(Samples.Owner, Samples.Now).Error.ShouldBe(ProposalErrors.NotWithdrawable);
        decided.Withdraw(Samples.Owner, Samples.Now).Error.ShouldBe(ProposalErrors.NotWithdrawable);
    }

    [Fact]
    public void Hidden_proposal_is_seen_by_its_owner_alone()
    {
        var hidden = Samples.Received().Hide(Samples.SubBudget, Samples.Stranger, "Olämpligt.").Value;

        hidden.OwnState().ShouldBe(ProposalState.Hidden);
        hidden.IsVisibleTo(Samples.Owner).ShouldBeTrue();
        hidden.IsVisibleTo(null).ShouldBeFalse();
        hidden.Hide(Samples.SubBudget, Samples.Stranger, "Igen.").Error.ShouldBe(ProposalErrors.NotHideable);
    }

    [Fact]
    public void Proposal_on_a_frozen_ballot_is_not_hidden()
    {
        var frozen = Samples.SubBudget with { Phase = Phase.BallotFrozen };

        Samples.Followed(course => course.OnBallot()).Hide(Samples.SubBudget, Samples.Stranger, "Olämpligt.").Error.ShouldBe(ProposalErrors.NotHideable);
        Samples.Received().Hide(frozen, Samples.Stranger, "Olämpligt.").Error.ShouldBe(ProposalErrors.NotHideable);
    }

    [Theory]
    [InlineData(Phase.IdeaIntake, true)]
    [InlineData(Phase.ReviewWindow, true)]
    [InlineData(Phase.BallotFrozen, false)]
    [InlineData(Phase.Voting, false)]
    public void Support_is_taken_until_the_ballot_is_frozen(Phase phase, bool isTaken) =>
        Samples.Received().CheckSupportable(Samples.SubBudget with { Phase = phase }, Samples.Stranger).IsError.ShouldBe(!isTaken);

    [Fact]
    public void Withdrawn_proposal_takes_neither_support_nor_comments()
    {
        var withdrawn = Samples.Received().Withdraw(Samples.Owner, Samples.Now).Value;

        withdrawn.CheckSupportable(Samples.SubBudget, Samples.Stranger).Error.ShouldBe(ProposalErrors.NotSupportable);
        withdrawn.CheckCommentable(Samples.SubBudget, Samples.Stranger).Error.ShouldBe(ProposalErrors.NotCommentable);
    }

    [Fact]
    public void Received_proposal_is_shown_in_screening_from_the_phase_until_it_has_an_outcome()
    {
        var screened = Samples.Followed(course => course.WithOutcome(1, isFeasible: false, Money.Zero, "Nej."));

        Samples.Received().StateIn(Phase.IdeaIntake).ShouldBe(ProposalState.Received);
        Samples.Received().StateIn(Phase.Screening).ShouldBe(ProposalState.InScreening);
        screened.StateIn(Phase.Screening).ShouldBe(ProposalState.NotFeasible);
    }

    [Fact]
    public void Known_fact_gives_no_new_version()
    {
        var followed = Samples.Followed(course => course.OnBallot());

        followed.Follow(followed.Course.OnBallot()).ShouldBeSameAs(followed);
    }

    [Fact]
    public void Register_misses_what_has_no_number()
    {
        new Register(3, 3).Ask(Phase.Screening).ShouldBeEmpty();
        new Register(3, 2).Ask(Phase.Screening).ShouldHaveSingleItem().Count.ShouldBe(1);
        new Register(3, 2).Ask(Phase.Voting).ShouldBeEmpty();
    }
}
