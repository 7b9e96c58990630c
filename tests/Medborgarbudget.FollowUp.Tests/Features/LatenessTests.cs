namespace Medborgarbudget.FollowUp.Tests.Features;

/// <summary>Moves its host's clock by months, so it has a host of its own.</summary>
public sealed class LatenessTests(SqliteFollowUp followUp) : IClassFixture<SqliteFollowUp>
{
    [Fact]
    public async Task Measure_becomes_silent_and_late_by_the_clock_alone()
    {
        var token = TestContext.Current.CancellationToken;
        var decision = await followUp.Decided();
        var id = (await followUp.MeasuresOf(decision))[0].MeasureId;
        await followUp.Implementer(decision.OrganisationId).PlanMeasureAsync(Calls.Plan(id), cancellationToken: token);

        followUp.Clock.Advance(TimeSpan.FromDays(90));
        var silent = await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: token);
        followUp.Clock.SetUtcNow(new DateTimeOffset(2027, 6, 11, 8, 0, 0, TimeSpan.Zero));
        var late = await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: token);

        (silent.Silent, silent.DaysLate).ShouldBe((true, 0));
        (late.Silent, late.DaysLate).ShouldBe((true, 10));
    }
}
