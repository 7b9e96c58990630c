namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class RoundTests
{
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void A_second_person_who_names_the_hash_freezes()
    {
        var manifest = Sample.Manifest();
        var round = Round.Request(null, manifest, Sample.NewPerson(), Now).Value;
        round.IsFrozen.ShouldBeFalse();
        var frozen = round.Approve(Sample.NewPerson(), manifest.Hash(), manifest, Now).Value;
        frozen.State.ShouldBe(RoundState.Frozen);
        frozen.FrozenAt.ShouldBe(Now);
    }

    [Fact]
    public void The_requesting_person_cannot_approve()
    {
        var (manifest, person) = (Sample.Manifest(), Sample.NewPerson());
        Round.Request(null, manifest, person, Now).Value.Approve(person, manifest.Hash(), manifest, Now)
            .Error.ShouldBe(VotingErrors.SecondPersonIsFirst);
    }

    [Fact]
    public void Another_hash_does_not_freeze()
    {
        var manifest = Sample.Manifest();
        Round.Request(null, manifest, Sample.NewPerson(), Now).Value.Approve(Sample.NewPerson(), new string('0', 64), manifest, Now)
            .Error.ShouldBe(VotingErrors.ManifestChanged);
    }

    [Fact]
    public void A_ballot_that_would_now_be_drawn_otherwise_is_not_frozen()
    {
        var manifest = Sample.Manifest();
        var now = Sample.Manifest(null, Sample.Item(1), Sample.Item(2));
        Round.Request(null, manifest, Sample.NewPerson(), Now).Value.Approve(Sample.NewPerson(), manifest.Hash(), now, Now)
            .Error.ShouldBe(VotingErrors.ManifestChanged);
    }

    [Fact]
    public void Asking_again_for_the_same_ballot_keeps_the_first_person()
    {
        var person = Sample.NewPerson();
        var first = Round.Request(null, Sample.Manifest(), person, Now).Value;
        Round.Request(first, Sample.Manifest(), Sample.NewPerson(), Now).Value.Freezing.RequestedBy.ShouldBe(person);
    }

    [Fact]
    public void Asking_for_another_ballot_replaces_the_request()
    {
        var person = Sample.NewPerson();
        var first = Round.Request(null, Sample.Manifest(), Sample.NewPerson(), Now).Value;
        Round.Request(first, Sample.Manifest(null, Sample.Item(1)), person, Now).Value.Freezing.RequestedBy.ShouldBe(person);
    }

    [Fact]
    public void A_request_waits_a_week_for_the_second_person_and_is_then_made_anew()
    {
        var (manifest, one, other) = (Sample.Manifest(), Sample.NewPerson(), Sample.NewPerson());
        var first = Round.Request(null, manifest, one, Now).Value;
        first.Approve(other, manifest.Hash(), manifest, Now.AddDays(7).AddTicks(-1)).Value.IsFrozen.ShouldBeTrue();
        first.Approve(other, manifest.Hash(), manifest, Now.AddDays(7)).Error.ShouldBe(VotingErrors.FreezeExpired);

        var again = Round.Request(first, manifest, other, Now.AddDays(7)).Value;
        again.Freezing.RequestedBy.ShouldBe(other);
        again.Approve(one, manifest.Hash(), manifest, Now.AddDays(8)).Value.FrozenAt.ShouldBe(Now.AddDays(8));
    }

    [Fact]
    public void What_is_frozen_is_not_frozen_again()
    {
        Round.Request(Sample.Frozen(), Sample.Manifest(), Sample.NewPerson(), Now).Error.ShouldBe(VotingErrors.AlreadyFrozen);
        Sample.Frozen().Approve(Sample.NewPerson(), "", Sample.Manifest(), Now).Error.ShouldBe(VotingErrors.AlreadyFrozen);
    }

    [Theory]
    [InlineData(Phase.BallotFrozen, false, 0, "voting.not_open")]
    [InlineData(Phase.Voting, false, 0, null)]
    [InlineData(Phase.Voting, true, 0, "voting.not_open")]
    [InlineData(Phase.Voting, false, -25, "voting.not_open")]
    [InlineData(Phase.Voting, false, 24, "voting.closed")]
    [InlineData(Phase.Counting, false, 0, "voting.closed")]
    public void Ballots_are_taken_in_the_phase_and_the_window(Phase phase, bool paused, int hours, string? code) =>
        Sample.Frozen().CheckTakesBallots(Sample.SubBudget(phase) with { IsPaused = paused }, Now.AddHours(hours)).Error?.Code.ShouldBe(code);

    [Fact]
    public void A_rehearsal_is_bound_by_its_phase_alone()
    {
        var rehearsal = Sample.SubBudget(Phase.Voting) with { IsRehearsal = true };
        Sample.Frozen().CheckTakesBallots(rehearsal, Now.AddYears(1)).IsError.ShouldBeFalse();
        Sample.Frozen().BeginClose(rehearsal, Now).Value.State.ShouldBe(RoundState.Closing);
    }

    [Fact]
    public void Closing_waits_for_the_end_of_the_window()
    {
        var voting = Sample.SubBudget(Phase.Voting);
        Sample.Frozen().BeginClose(voting, Now).Error.ShouldBe(VotingErrors.WindowOpen);
        Sample.Frozen().BeginClose(voting, Now.AddDays(1)).Value.State.ShouldBe(RoundState.Closing);
    }

    [Fact]
    public void An_extended_window_stays_open_after_the_planned_end()
    {
        var extended = Sample.SubBudget(Phase.Voting) with { VotingCloses = Now.AddDays(3) };
        Sample.Frozen().CheckTakesBallots(extended, Now.AddDays(2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public void A_paused_vote_is_not_closed() =>
        Sample.Frozen().BeginClose(Sample.SubBudget(Phase.Voting) with { IsPaused = true }, Now.AddDays(2)).Error.ShouldBe(VotingErrors.NotOpen);

    [Fact]
    public void What_is_closing_takes_no_ballot_and_becomes_closed_once()
    {
        var closing = Sample.Frozen().BeginClose(Sample.SubBudget(Phase.Voting), Now.AddDays(1)).Value;
        closing.CheckTakesBallots(Sample.SubBudget(Phase.Voting), Now).Error.ShouldBe(VotingErrors.Closed);
        var closed = closing.Close(7, Now);
        closed.Voters.ShouldBe(7);
        Should.Throw<InvalidOperationException>(() => closed.Close(8, Now));
    }

    [Theory]
    [InlineData(Phase.Screening, true)]
    [InlineData(Phase.ReviewWindow, true)]
    [InlineData(Phase.IdeaIntake, false)]
    [InlineData(Phase.BallotFrozen, false)]
    public void The_ballot_is_frozen_during_screening_and_review(Phase phase, bool may) =>
        Sample.SubBudget(phase).CheckFreezable().IsError.ShouldBe(!may);
}
