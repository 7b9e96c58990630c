using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Lets a suspended client go on where it stood.</summary>
internal sealed class ResumeApiClient(ChangeApiClient change, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.ApiClient>> Handle(ResumeApiClientRequest request, CancellationToken cancellationToken) =>
        (await change.ApplyAsync(request.ApiClientId, client => client.Resume(clock.GetUtcNow()), cancellationToken)).Map(ApiClientMessages.ToMessage);
}
