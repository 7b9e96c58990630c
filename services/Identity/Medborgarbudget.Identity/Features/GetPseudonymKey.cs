using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Tells where K stands, with its log; never K.</summary>
internal sealed class GetPseudonymKey(SubBudgetAccess access, KeyStore keys, TimeProvider clock)
{
    public async Task<Result<PseudonymKey>> Handle(GetPseudonymKeyRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        return await keys.FindAsync(subBudget.Id, cancellationToken) is { } row
            ? row.ToMessage(await keys.LogAsync(subBudget.Id, cancellationToken), clock.GetUtcNow())
            : IdentityErrors.PseudonymKeyMissing;
    }
}
