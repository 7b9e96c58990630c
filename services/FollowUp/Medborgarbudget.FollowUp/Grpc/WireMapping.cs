using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.FollowUp.Features;
using Wire = Medborgarbudget.Contracts.FollowUp.V1;

namespace Medborgarbudget.FollowUp.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Measure ToWire(this MeasureView view)
    {
        var measure = view.Measure;
        return new Wire.Measure
        {
            MeasureId = measure.Id.ToString(),
            ProposalId = measure.ProposalId.ToString(),
            SubBudgetId = measure.SubBudgetId.ToString(),
            OrganisationId = measure.OrganisationId.ToString(),
            Title = measure.Title,
            State = (Wire.MeasureState)measure.State,
            ResponsibleUnit = measure.Plan?.ResponsibleUnit ?? "",
            DecidedCostOre = measure.DecidedCost.Ore,
            PlannedCostOre = measure.Plan?.Cost.Ore ?? 0,
            CostSoFarOre = measure.CostSoFar.Ore,
            PlannedOn = Day(measure.Plan?.PlannedOn),
            Milestones = { measure.Plan?.Milestones.Select(ToWire) ?? [] },
            Updates = { view.Updates.Select(ToWire) },
            DaysLate = view.DaysLate,
            Silent = view.IsSilent,
            StopReason = measure.Stop is { } stop ? $"{stop.Reason} ({stop.DecisionReference}) {stop.MoneyGoesTo}" : "",
            Version = measure.Version,
        };
    }

    public static Wire.Evaluation ToWire(this Evaluation evaluation) => new()
    {
        SubBudgetId = evaluation.SubBudgetId.ToString(),
        Goals = { evaluation.Goals.Select(ToWire) },
        Published = evaluation.IsPublished,
        Text = evaluation.Text,
        PublishedAt = evaluation.PublishedAt?.ToTimestamp(),
    };

    private static Wire.Goal ToWire(Goal goal) => new()
    {
        Key = goal.Key,
        Text = goal.Text,
        Verdict = (Wire.Verdict)goal.Verdict,
        Grounds = goal.Grounds,
    };

    private static Wire.Milestone ToWire(Milestone milestone) => new()
    {
        Key = milestone.Key,
        Name = milestone.Name,
        PlannedOn = Day(milestone.PlannedOn),
        ReachedOn = Day(milestone.ReachedOn),
    };

    private static Wire.ProgressUpdate ToWire(ProgressUpdate update) => new()
    {
        At = update.At.ToTimestamp(),
        State = (Wire.MeasureState)update.State,
        CostSoFarOre = update.CostSoFar.Ore,
        Text = update.Text,
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
