using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Reads measures; they are public.</summary>
internal sealed class ReadMeasures(MeasureStore measures, TimeProvider clock)
{
    public async Task<Result<MeasureView>> Handle(GetMeasureRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<MeasureId>(request.MeasureId, out var id)
            ? await MeasureView.Of(await measures.Find(id, cancellationToken), measures, clock.GetUtcNow(), cancellationToken)
            : FollowUpErrors.MeasureMissing;

    public async Task<Result<Page<MeasureView>>> Handle(ListMeasuresRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var subBudget = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var asked = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        var now = clock.GetUtcNow();
        var page = await measures.List(subBudget, asked, cancellationToken);
        return new Page<MeasureView>([.. page.Rows.Select(measure => MeasureView.Of(measure, [], now))], page.NextToken);
    }
}
