using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Reports progress: state, cost so far, milestones reached, a text for the public.</summary>
internal sealed class ReportProgress(MeasureStore measures, Caller caller, TimeProvider clock)
{
    public async Task<Result<MeasureView>> Handle(ReportProgressRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var report = Read(fields, request);
        if (fields.Error is { } error)
        {
            return error;
        }

        var now = clock.GetUtcNow();
        var own = await measures.FindFor(caller, request.MeasureId, cancellationToken);
        var saved = own.Then(measure => measure.Report(report, now)).Succeeded(out var heard, out var refused)
            ? await measures.Save(heard, heard.NewestUpdate(report.Text), cancellationToken)
            : refused;
        return await MeasureView.Of(saved, measures, now, cancellationToken);
    }

    private static ProgressReport Read(Fields fields, ReportProgressRequest request)
    {
        fields.Check(request.MilestonesReached.Count <= Plan.MaxMilestones, "milestonesReached", "must have at most 30 keys");
        return new ProgressReport(
            fields.Known((MeasureState)request.State, "state"),
            fields.Money(request.CostSoFarOre, "costSoFarOre", 0, Money.Max.Ore),
            fields.Text(request.Text, "text", 1, 5000),
            [.. request.MilestonesReached.Take(Plan.MaxMilestones).Select(key => fields.Text(key, "milestonesReached", 1, 40))]);
    }
}
