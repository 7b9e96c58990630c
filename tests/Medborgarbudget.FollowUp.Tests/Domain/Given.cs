using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Tests.Domain;

internal static class Given
{
    public static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = new(2027, 1, 15);

    public static Measure Measure() => FollowUp.Measure.Order(
        new AdjustedDecision(SubBudgetId.From(Guid.NewGuid()), OrganisationId.From(Guid.NewGuid()), "Kommunfullmäktige 2027-01-11 § 58"),
        new ApprovedItem(ProposalId.From(Guid.NewGuid()), 1, "Utegym", new Money(200_000_00)),
        Now);

    public static Plan Plan(params string[] milestones) => new(
        "Parkförvaltningen",
        new Money(190_000_00),
        new DateOnly(2027, 6, 1),
        [.. milestones.Select(key => new Milestone(key, key, new DateOnly(2027, 5, 1), null))]);

    public static Measure Planned(params string[] milestones) => Measure().PlanAs(Plan(milestones)).Value;

    public static ProgressReport Report(MeasureState state, params string[] reached) => new(state, new Money(1_000_00), "Grävt klart", reached);

    public static Measure In(MeasureState state) => state switch
    {
        MeasureState.Ordered => Measure(),
        MeasureState.Planning => Planned(),
        MeasureState.Procurement => In(MeasureState.Planning).Then(state),
        MeasureState.Ongoing => In(MeasureState.Planning).Then(state),
        MeasureState.Paused => In(MeasureState.Ongoing).Then(state),
        MeasureState.Finished => In(MeasureState.Ongoing).Then(state),
        MeasureState.HandedOver => In(MeasureState.Finished).Then(state),
        MeasureState.Stopped => Measure().StopBy(new Stop("Marken såld", "KF § 3", "Till nästa omgång"), Now).Value,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static Measure Then(this Measure measure, MeasureState state) => measure.Report(Report(state), Now).Value;
}
