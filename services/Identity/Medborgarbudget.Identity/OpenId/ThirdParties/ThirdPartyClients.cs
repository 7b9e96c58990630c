using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.OpenId.ThirdParties;

/// <summary>
/// Says at every code, token and ballot token whether the third-party client may have it now. Read anew each time: a client that is
/// suspended gets nothing from the next request on.
/// </summary>
internal sealed class ThirdPartyClients(ApiClientStore clients)
{
    /// <summary>Whether the client may be given anything; with it the client, where it is a third party's.</summary>
    public async Task<(bool IsRefused, ApiClient? Client)> EnterAsync(string? clientId, CancellationToken cancellationToken)
    {
        if (!Caller.IsThirdPartyClient(clientId ?? ""))
        {
            return (false, null);
        }

        var client = await FindAsync(clientId, cancellationToken);
        return (client is not { IsActive: true }, client);
    }

    /// <summary>Whether the person still agrees to what the client wants to go on doing in her name.</summary>
    public async Task<bool> IsAgreedAsync(PersonId person, ApiClient client, IEnumerable<string> scopes, CancellationToken cancellationToken) =>
        await clients.FindConsentAsync(person, client.Id, cancellationToken) is { } consent
        && Asked(client, scopes).All(scope => consent.Scopes.Contains(scope, StringComparer.Ordinal));

    /// <summary>Whether the client may be given a ballot token of the person in the sub-budget.</summary>
    public async Task<bool> MayVoteAsync(string clientId, PersonId person, OpenRoll roll, CancellationToken cancellationToken) =>
        await FindAsync(clientId, cancellationToken) is { } client
        && client.MayVoteIn(roll.Organisation, roll.IsRehearsal)
        && await IsAgreedAsync(person, client, [ThirdPartyScopes.Vote], cancellationToken);

    /// <summary>Of the scopes that a client asks for, those that a person has to agree to: what it could get at most.</summary>
    public static IReadOnlyList<string> Asked(ApiClient client, IEnumerable<string> scopes) =>
        [.. client.Scopes.Intersect(scopes, StringComparer.Ordinal)];

    private async Task<ApiClient?> FindAsync(string? clientId, CancellationToken cancellationToken) =>
        ApiClientId.OfClientId(clientId) is { } id ? await clients.FindAsync(id, cancellationToken) : null;
}
