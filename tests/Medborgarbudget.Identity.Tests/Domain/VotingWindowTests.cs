namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class VotingWindowTests
{
    private static readonly DateTimeOffset Opens = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Closes = Opens.AddDays(7);

    [Fact]
    public void Tokens_are_given_from_opening_until_just_before_closing()
    {
        var window = In(Phase.Voting);
        window.GivesTokens(Opens.AddTicks(-1)).ShouldBeFalse();
        window.GivesTokens(Opens).ShouldBeTrue();
        window.GivesTokens(Closes.AddTicks(-1)).ShouldBeTrue();
        window.GivesTokens(Closes).ShouldBeFalse();
    }

    [Fact]
    public void Tokens_are_given_in_no_other_phase_and_not_while_paused_or_aborted()
    {
        foreach (var phase in Enum.GetValues<Phase>().Except([Phase.Voting]))
        {
            In(phase).GivesTokens(Opens).ShouldBeFalse();
        }

        (In(Phase.Voting) with { IsPaused = true }).GivesTokens(Opens).ShouldBeFalse();
        (In(Phase.Voting) with { IsAborted = true }).GivesTokens(Opens).ShouldBeFalse();
    }

    [Fact]
    public void Rehearsal_follows_its_phase_alone()
    {
        var rehearsal = In(Phase.Voting) with { IsRehearsal = true };
        rehearsal.GivesTokens(Closes.AddYears(1)).ShouldBeTrue();
        rehearsal.TakesRoll.ShouldBeTrue();
        (rehearsal with { Phase = Phase.Counting }).TakesRoll.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Phase.Unknown, false, false)]
    [InlineData(Phase.Draft, false, false)]
    [InlineData(Phase.Determined, true, true)]
    [InlineData(Phase.BallotFrozen, true, true)]
    [InlineData(Phase.Voting, false, true)]
    [InlineData(Phase.Counting, false, false)]
    public void Roll_changes_until_voting_opens_and_codes_until_it_closes(Phase phase, bool roll, bool codes)
    {
        In(phase).TakesRoll.ShouldBe(roll);
        In(phase).TakesCodes.ShouldBe(codes);
    }

    [Theory]
    [InlineData(Phase.Unknown, false)]
    [InlineData(Phase.ReviewWindow, false)]
    [InlineData(Phase.BallotFrozen, true)]
    [InlineData(Phase.Voting, true)]
    [InlineData(Phase.Counting, false)]
    public void Ties_are_declared_from_the_frozen_ballot_until_voting_closes(Phase phase, bool declared)
    {
        In(phase).TakesDeclarations(Closes.AddTicks(-1)).ShouldBe(declared);
        In(phase).TakesDeclarations(Closes).ShouldBeFalse();
        (In(phase) with { IsRehearsal = true }).TakesDeclarations(Closes).ShouldBe(declared);
        (In(phase) with { IsAborted = true }).TakesDeclarations(Opens).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Phase.Unknown, false)]
    [InlineData(Phase.BallotFrozen, false)]
    [InlineData(Phase.Voting, false)]
    [InlineData(Phase.Counting, true)]
    [InlineData(Phase.Closed, true)]
    public void Voting_is_over_when_it_is_counted_or_aborted(Phase phase, bool over)
    {
        In(phase).IsOver.ShouldBe(over);
        (In(phase) with { IsAborted = true }).IsOver.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Phase.Unknown, false)]
    [InlineData(Phase.Counting, false)]
    [InlineData(Phase.PreliminaryResult, false)]
    [InlineData(Phase.Decision, true)]
    [InlineData(Phase.Closed, true)]
    public void Pseudonym_key_has_served_at_decision_when_objections_are_closed(Phase phase, bool served)
    {
        var objectionsClose = Closes.AddDays(7);
        In(phase).HasServed(objectionsClose).ShouldBe(served);
        In(phase).HasServed(objectionsClose.AddTicks(-1)).ShouldBeFalse();
        (In(phase) with { IsRehearsal = true }).HasServed(Opens).ShouldBe(served);
        (In(phase) with { IsAborted = true }).HasServed(Opens).ShouldBeTrue();
    }

    private static VotingWindow In(Phase phase) => new(phase, false, false, false, Opens, Closes, Closes.AddDays(7));
}
