using System.Collections.Concurrent;
using Medborgarbudget.Cli.Conformance;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>A third party's client as it really is: registered and approved, and people sign in through it and agree to all that it may ask.</summary>
internal sealed class RegisteredClient(Uri gateway, string clientId)
{
    public const string Redirect = "https://torget.test/klar";
    public const string Origin = "https://torget.test";

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = new(StringComparer.Ordinal);

    public string ClientId => clientId;

    public static async Task<RegisteredClient> ApproveAsync(PublicApi api, Uri gateway, string organisation, CancellationToken cancellationToken)
    {
        var clients = new ApiClientService.ApiClientServiceClient(await api.As(DemoPersons.Administrator, cancellationToken));
        var client = await clients.RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = organisation,
                Name = "Torgappen",
                Kind = ApiClientKind.Public,
                RedirectUris = { Redirect },
                Origins = { Origin },
                Scopes = { "ideas", "vote" },
                Contact = "torget@example.se",
            },
            cancellationToken: cancellationToken);
        await clients.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: cancellationToken);
        return new RegisteredClient(gateway, client.ClientId);
    }

    public Task<string> TokenAsync(string person, CancellationToken cancellationToken) =>
        _tokens.GetOrAdd(person, key => new Lazy<Task<string>>(() => SignInAsync(key, cancellationToken))).Value;

    private async Task<string> SignInAsync(string person, CancellationToken cancellationToken)
    {
        using var api = new ThirdPartyApi(new ThirdParty(gateway, clientId, Redirect, SubBudget: "", person) { Scope = "openid profile ideas vote" });
        (await api.SignInAsync(cancellationToken)).ShouldBeNull();
        return api.AccessToken;
    }
}
