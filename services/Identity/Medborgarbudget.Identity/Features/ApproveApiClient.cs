using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Approves a third-party client for what it was registered for; one administrator is enough.</summary>
internal sealed class ApproveApiClient(ChangeApiClient change, Caller caller, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.ApiClient>> Handle(ApproveApiClientRequest request, CancellationToken cancellationToken) =>
        (await change.ApplyAsync(request.ApiClientId, client => client.Approve(caller.Person!.Value, clock.GetUtcNow()), cancellationToken)).Map(ApiClientMessages.ToMessage);
}
