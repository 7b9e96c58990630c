using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Takes back what the signed-in person agreed to with one client, and tells what is left.</summary>
internal sealed class WithdrawConsent(ApiClientStore clients, ListMyConsents listMyConsents, Caller caller)
{
    public async Task<Result<ListMyConsentsResponse>> Handle(WithdrawConsentRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var error))
        {
            return error;
        }

        return Id.TryParse<ApiClientId>(request.ApiClientId, out var client) && await clients.DropConsentAsync(me, client, cancellationToken)
            ? await listMyConsents.Handle(new ListMyConsentsRequest(), cancellationToken)
            : IdentityErrors.ConsentMissing;
    }
}
