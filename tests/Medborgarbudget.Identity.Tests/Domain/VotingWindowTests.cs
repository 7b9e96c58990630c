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

    private static VotingWindow In(Phase phase) => new(phase, false, false, false, Opens, Closes);
}
