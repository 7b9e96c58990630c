using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>
/// What is built or done for one approved proposal, from the order to the handing over or the decision to stop. Title and cost as they were
/// decided never change. One measure a proposal.
/// </summary>
public sealed record Measure
{
    /// <summary>A measure without a report for so long is silent.</summary>
    public const int DaysToSilence = 90;

    public required MeasureId Id { get; init; }

    public required ProposalId ProposalId { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>The proposal's number in its sub-budget.</summary>
    public required int Number { get; init; }

    public required string Title { get; init; }

    public required Money DecidedCost { get; init; }

    public required MeasureState State { get; init; }

    /// <summary>Null until planned.</summary>
    public Plan? Plan { get; init; }

    public required Money CostSoFar { get; init; }

    /// <summary>How many reports there are; the newest has this number.</summary>
    public int Updates { get; init; }

    /// <summary>The newest report; before the first one, the order.</summary>
    public required DateTimeOffset LastHeardAt { get; init; }

    /// <summary>The day on which it was finished; null until then.</summary>
    public DateOnly? FinishedOn { get; init; }

    public Stop? Stop { get; init; }

    /// <summary>Rises by one with every change.</summary>
    public required int Version { get; init; }

    /// <summary>Orders the measure of an approved proposal.</summary>
    public static Measure Order(AdjustedDecision decision, ApprovedItem item, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(item);
        return new Measure
        {
            Id = Kernel.Id.New<MeasureId>(now),
            ProposalId = item.ProposalId,
            SubBudgetId = decision.SubBudgetId,
            OrganisationId = decision.OrganisationId,
            Number = item.Number,
            Title = item.Title,
            DecidedCost = item.Cost,
            State = MeasureState.Ordered,
            CostSoFar = Money.Zero,
            LastHeardAt = now,
            Version = 1,
        };
    }

    /// <summary>
    /// Plans it, or plans it anew; what is ordered is in planning from now on. A milestone that was reached stays reached.
    /// Errors: measure_ended, request.invalid when a reached milestone is left out.
    /// </summary>
    public Result<Measure> PlanAs(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (State.IsDone())
        {
            return FollowUpErrors.MeasureEnded;
        }

        if (LeavesOutReached(plan))
        {
            return Error.Invalid([new FieldFault("milestones", "leaves out a milestone that is reached")]);
        }

        var milestones = plan.Milestones.Select(planned => planned with { ReachedOn = FindMilestone(planned.Key)?.ReachedOn });
        return this with
        {
            Plan = plan with { Milestones = [.. milestones] },
            State = State == MeasureState.Ordered ? MeasureState.Planning : State,
            Version = Version + 1,
        };
    }

    /// <summary>Takes in a progress report. Errors: measure_ended, state_not_reachable, milestone_unknown.</summary>
    public Result<Measure> Report(ProgressReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report switch
        {
            _ when State.IsEnded() => FollowUpErrors.MeasureEnded,
            _ when !State.CanReport(report.State) => FollowUpErrors.StateNotReachable,
            _ when report.MilestonesReached.Any(key => FindMilestone(key) is null) => FollowUpErrors.MilestoneUnknown,
            _ => Hear(report.State, report.CostSoFar, now) with
            {
                Plan = Reach(report.MilestonesReached, SwedishDay.Of(now)),
                FinishedOn = report.State.IsDone() ? FinishedOn ?? SwedishDay.Of(now) : null,
            },
        };
    }

    /// <summary>Stops it by reference to a decision. Errors: measure_ended.</summary>
    public Result<Measure> StopBy(Stop stop, DateTimeOffset now) => State.IsDone()
        ? FollowUpErrors.MeasureEnded
        : Hear(MeasureState.Stopped, CostSoFar, now) with { Stop = stop };

    /// <summary>The report that brought the measure to where it is, for the record.</summary>
    public ProgressUpdate NewestUpdate(string text) => new(Id, Updates, LastHeardAt, State, CostSoFar, text);

    /// <summary>Whole days past the planned date; 0 = not late. What is finished was as late as on that day; what is stopped is not late.</summary>
    public int DaysLate(DateOnly today) => Plan is null || State == MeasureState.Stopped
        ? 0
        : Math.Max(0, (FinishedOn ?? today).DayNumber - Plan.PlannedOn.DayNumber);

    /// <summary>Nothing heard for 90 days although something is left to do.</summary>
    public bool IsSilent(DateTimeOffset now) => !State.IsDone() && now - LastHeardAt >= TimeSpan.FromDays(DaysToSilence);

    private Measure Hear(MeasureState state, Money costSoFar, DateTimeOffset now) =>
        this with { State = state, CostSoFar = costSoFar, LastHeardAt = now, Updates = Updates + 1, Version = Version + 1 };

    private Milestone? FindMilestone(string key) => Plan?.Milestones.FirstOrDefault(milestone => milestone.Key == key);

    private bool LeavesOutReached(Plan plan) =>
        Plan?.Milestones.Any(old => old.ReachedOn is not null && plan.Milestones.All(planned => planned.Key != old.Key)) == true;

    private Plan? Reach(IReadOnlyList<string> keys, DateOnly today) => Plan is null
        ? null
        : Plan with
        {
            Milestones = [.. Plan.Milestones.Select(milestone => keys.Contains(milestone.Key) ? milestone with { ReachedOn = milestone.ReachedOn ?? today } : milestone)],
        };
}
