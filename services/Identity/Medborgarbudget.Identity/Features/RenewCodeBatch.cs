using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Voids the codes of a batch, so that it can be downloaded with others.</summary>
internal sealed class RenewCodeBatch(ChangeCodeBatch change, CodeBatchStore batches)
{
    public async Task<Result<Contracts.Identity.V1.CodeBatch>> Handle(RenewCodeBatchRequest request, CancellationToken cancellationToken)
    {
        var changed = await change.ApplyAsync(
            request.SubBudgetId,
            request.Number,
            batch => batch.Renew(),
            async (batch, head) => head.CodesIssued -= await batches.VoidCodesAsync(head.ImportId!.Value, batch.Number, cancellationToken),
            cancellationToken);
        return changed.Succeeded(out var renewed, out var error) ? renewed.ToMessage() : error;
    }
}
