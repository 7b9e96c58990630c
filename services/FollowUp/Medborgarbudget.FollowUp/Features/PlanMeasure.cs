using System.Globalization;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Plans a measure: responsible unit, cost, date, milestones.</summary>
internal sealed class PlanMeasure(MeasureStore measures, Caller caller, TimeProvider clock)
{
    public async Task<Result<MeasureView>> Handle(PlanMeasureRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var plan = Read(fields, request);
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await measures.FindFor(caller, request.MeasureId, cancellationToken);
        var saved = own.Then(measure => measure.PlanAs(plan)).Succeeded(out var planned, out var refused)
            ? await measures.Save(planned, null, cancellationToken)
            : refused;
        return await MeasureView.Of(saved, measures, clock.GetUtcNow(), cancellationToken);
    }

    private static Plan Read(Fields fields, PlanMeasureRequest request)
    {
        var milestones = request.Milestones.Take(Plan.MaxMilestones).Select((milestone, index) => Plan.ReadMilestone(
            fields, milestone.Key, milestone.Name, milestone.PlannedOn, string.Create(CultureInfo.InvariantCulture, $"milestones[{index}]")));
        var plan = new Plan(
            fields.Text(request.ResponsibleUnit, "responsibleUnit", 2, 200),
            fields.Money(request.PlannedCostOre, "plannedCostOre", 0, Money.Max.Ore),
            fields.Date(request.PlannedOn, "plannedOn"),
            [.. milestones]);
        if (Plan.FaultOf([.. request.Milestones.Select(milestone => milestone.Key.Trim())]) is { } fault)
        {
            fields.Fault("milestones", fault);
        }

        return plan;
    }
}
