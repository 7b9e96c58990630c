using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Features;

/// <summary>Tells the gateway which third-party clients there are. Removed ones are named for as long as anything that they hold could live.</summary>
internal sealed class ListKnownClients(ApiClientStore clients, TimeProvider clock)
{
    private static readonly TimeSpan RemovedOnesNamed = TimeSpan.FromHours(1);

    public async Task<ListKnownClientsResponse> Handle(CancellationToken cancellationToken)
    {
        var response = new ListKnownClientsResponse();
        foreach (var client in await clients.KnownAsync(clock.GetUtcNow() - RemovedOnesNamed, cancellationToken))
        {
            var known = new KnownClient { ClientId = client.Id.ClientId, Active = client.IsActive };
            known.Origins.AddRange(client.Origins);
            response.Clients.Add(known);
        }

        return response;
    }
}
