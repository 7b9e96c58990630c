using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The kill switch: whatever the client asks for next, it does not get.</summary>
internal sealed class SuspendApiClient(ChangeApiClient change, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.ApiClient>> Handle(SuspendApiClientRequest request, CancellationToken cancellationToken) =>
        (await change.ApplyAsync(request.ApiClientId, client => client.Suspend(clock.GetUtcNow()), cancellationToken)).Map(ApiClientMessages.ToMessage);
}
