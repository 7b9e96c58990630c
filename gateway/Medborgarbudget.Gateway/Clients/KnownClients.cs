using System.Collections.Frozen;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>What the gateway knows of third-party clients: as Identity told it last, and nothing before it has told anything.</summary>
internal sealed class KnownClients
{
    private volatile Picture _picture = new([], []);

    /// <summary>Some client is stopped: only then is it worth looking whose a ballot token is.</summary>
    public bool AnyStopped => _picture.Stopped.Count > 0;

    /// <summary>To the letter, of a client that may act now.</summary>
    public bool IsOrigin(string origin) => _picture.Origins.Contains(origin);

    /// <summary>Suspended or removed. A client that is not known is not stopped: it may have been registered a second ago.</summary>
    public bool IsStopped(string clientId) => _picture.Stopped.Contains(clientId);

    public void Learn(IReadOnlyCollection<KnownClient> clients) => _picture = new Picture(
        clients.Where(client => client.Active).SelectMany(client => client.Origins).ToFrozenSet(StringComparer.Ordinal),
        clients.Where(client => !client.Active).Select(client => client.ClientId).ToFrozenSet(StringComparer.Ordinal));

    private sealed record Picture(FrozenSet<string> Origins, FrozenSet<string> Stopped);
}
