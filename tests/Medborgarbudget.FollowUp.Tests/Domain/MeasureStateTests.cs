namespace Medborgarbudget.FollowUp.Tests.Domain;

public sealed class MeasureStateTests
{
    private static readonly MeasureState[] All = [.. Enum.GetValues<MeasureState>().Where(state => state != MeasureState.Unspecified)];

    /// <summary>Every step that a report may take; whatever is not here is refused.</summary>
    private static readonly HashSet<(MeasureState From, MeasureState To)> Steps =
    [
        (MeasureState.Ordered, MeasureState.Planning),
        (MeasureState.Planning, MeasureState.Procurement),
        (MeasureState.Planning, MeasureState.Ongoing),
        (MeasureState.Procurement, MeasureState.Ongoing),
        (MeasureState.Ongoing, MeasureState.Paused),
        (MeasureState.Ongoing, MeasureState.Finished),
        (MeasureState.Paused, MeasureState.Ongoing),
        (MeasureState.Finished, MeasureState.HandedOver),
    ];

    public static TheoryData<MeasureState, MeasureState> Pairs =>
        [.. from one in All from other in All select new TheoryDataRow<MeasureState, MeasureState>(one, other)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Report_takes_only_the_steps_of_the_state_machine(MeasureState from, MeasureState to)
    {
        var result = Given.In(from).Report(Given.Report(to), Given.Now);

        result.Error.ShouldBe((from, to) switch
        {
            _ when from is MeasureState.HandedOver or MeasureState.Stopped => FollowUpErrors.MeasureEnded,
            _ when from == to || Steps.Contains((from, to)) => null,
            _ => FollowUpErrors.StateNotReachable,
        });
    }

    [Theory]
    [InlineData(MeasureState.Ordered, true)]
    [InlineData(MeasureState.Planning, true)]
    [InlineData(MeasureState.Procurement, true)]
    [InlineData(MeasureState.Ongoing, true)]
    [InlineData(MeasureState.Paused, true)]
    [InlineData(MeasureState.Finished, false)]
    [InlineData(MeasureState.HandedOver, false)]
    [InlineData(MeasureState.Stopped, false)]
    public void Measure_is_planned_and_stopped_only_while_something_is_left_to_do(MeasureState state, bool isLeft)
    {
        var measure = Given.In(state);
        var expected = isLeft ? null : FollowUpErrors.MeasureEnded;

        measure.PlanAs(Given.Plan()).Error.ShouldBe(expected);
        measure.StopBy(new Stop("Slut", "KF § 1", "Åter"), Given.Now).Error.ShouldBe(expected);
    }
}
