namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class CastcheckTests
{
    private static readonly DateTimeOffset Cast = new(2027, 1, 15, 8, 50, 40, TimeSpan.Zero);
    private static readonly int Hour = (int)(Cast - DateTimeOffset.UnixEpoch).TotalHours;

    [Fact]
    public void Half_an_hour_is_counted_from_the_minute_in_which_the_log_took_the_ballot_in() =>
        Castcheck.Until(Hour, At("08:51"), At("09:00")).Value.ShouldBe(At("09:21"));

    [Theory]
    [InlineData("09:20", false)]
    [InlineData("09:21", true)]
    [InlineData("11:00", true)]
    public void When_it_is_up_it_is_over(string now, bool isOver) =>
        (Castcheck.Until(Hour, At("08:51"), At(now)).Error == VotingErrors.CastcheckOver).ShouldBe(isOver);

    [Fact]
    public void Ballot_that_the_log_has_not_yet_is_taken_to_have_come_now() =>
        Castcheck.Until(Hour, null, Cast).Value.ShouldBe(At("09:20"));

    [Theory]
    [InlineData("08:59", "09:29")]
    [InlineData("09:20", "09:30")]
    public void Log_that_is_late_does_not_prolong_it_beyond_the_hour_of_the_ballot(string now, string until)
    {
        Castcheck.Until(Hour, null, At(now)).Value.ShouldBe(At(until));
        Castcheck.Until(Hour, null, At("09:30")).Error.ShouldBe(VotingErrors.CastcheckOver);
        Castcheck.Until(Hour, At("09:40"), At("09:45")).Error.ShouldBe(VotingErrors.CastcheckOver);
    }

    [Theory]
    [InlineData("09:29", -1)]
    [InlineData("09:30", 0)]
    [InlineData("10:29", 0)]
    [InlineData("10:30", 1)]
    public void Hour_is_over_when_nothing_cast_in_it_can_be_shown(string now, int hour) =>
        Castcheck.LastHourOver(At(now)).ShouldBe(Hour + hour);

    private static DateTimeOffset At(string time) => new(DateOnly.FromDateTime(Cast.Date), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
