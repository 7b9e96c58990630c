namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class PhaseGuardsTests
{
    private static readonly Round Requested = Round.Request(null, Sample.Manifest(), Sample.NewPerson(), Sample.Now).Value;
    private static readonly Round Frozen = Sample.Frozen();
    private static readonly Round Closed = Frozen with { State = RoundState.Closed };

    [Fact]
    public void The_frozen_phase_needs_a_frozen_ballot()
    {
        Ask(Phase.BallotFrozen, null).ShouldBe(["voting.ballot_not_frozen"]);
        Ask(Phase.BallotFrozen, Requested).ShouldBe(["voting.ballot_not_frozen"]);
        Ask(Phase.BallotFrozen, Frozen).ShouldBeEmpty();
    }

    [Fact]
    public void Voting_needs_a_frozen_ballot_and_its_opening_time()
    {
        Ask(Phase.Voting, Requested).ShouldBe(["voting.ballot_not_frozen"]);
        Ask(Phase.Voting, Frozen, hours: -25).ShouldBe(["voting.opening_time_not_reached"]);
        Ask(Phase.Voting, Frozen).ShouldBeEmpty();
        Ask(Phase.Voting, Sample.Frozen(Sample.SubBudget() with { IsRehearsal = true }), hours: -25).ShouldBeEmpty();
    }

    [Fact]
    public void Counting_needs_the_close()
    {
        Ask(Phase.Counting, Frozen).ShouldBe(["voting.not_closed"]);
        Ask(Phase.Counting, Closed).ShouldBeEmpty();
    }

    [Fact]
    public void The_result_phases_need_their_acts()
    {
        Ask(Phase.PreliminaryResult, Closed, CountState.Finished).ShouldBe(["voting.result_not_published"]);
        Ask(Phase.PreliminaryResult, Closed, CountState.Preliminary).ShouldBeEmpty();
        Ask(Phase.Decision, Closed, CountState.Preliminary).ShouldBe(["voting.result_not_certified"]);
        Ask(Phase.Decision, Closed, CountState.Certified).ShouldBeEmpty();
    }

    [Fact]
    public void Counting_is_left_when_every_batch_of_paper_is_closed()
    {
        Ask(Phase.PreliminaryResult, Closed, CountState.Preliminary, isPaperOpen: true).ShouldBe(["voting.paper_unfinished"]);
        Ask(Phase.PreliminaryResult, Closed, isPaperOpen: true).ShouldBe(["voting.paper_unfinished", "voting.result_not_published"]);
        Ask(Phase.Counting, Closed, isPaperOpen: true).ShouldBeEmpty();
    }

    [Fact]
    public void Phases_of_others_are_not_held_up() => Ask(Phase.Implementation, null).ShouldBeEmpty();

    private static IEnumerable<string> Ask(Phase phase, Round? round, CountState? result = null, int hours = 0, bool isPaperOpen = false) =>
        PhaseGuards.Ask(phase, round, isPaperOpen, result, Sample.Now.AddHours(hours)).Select(missing => missing.Code);
}
