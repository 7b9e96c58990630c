using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// Writes the clients of the configuration into the database at start: secrets are kept as salted hashes there, and a changed
/// configuration takes effect.
/// </summary>
internal sealed class ClientRegistrar(IServiceScopeFactory scopes, IdentitySettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = (ClientManager)scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var client in Wanted())
        {
            await Write(manager, client, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task Write(ClientManager manager, OpenIddictApplicationDescriptor wanted, CancellationToken cancellationToken)
    {
        if (await manager.FindForChangeAsync(wanted.ClientId!, cancellationToken) is not { } known)
        {
            await Create(manager, wanted, cancellationToken);
        }
        else if (!await IsUnchanged(manager, known, wanted, cancellationToken))
        {
            await manager.UpdateAsync(known, wanted, cancellationToken);
        }
    }

    // Replicas that start together write the same clients; the one that comes second finds them written.
    private static async Task Create(ClientManager manager, OpenIddictApplicationDescriptor wanted, CancellationToken cancellationToken)
    {
        try
        {
            await manager.CreateAsync(wanted, cancellationToken);
        }
        catch (DbUpdateException) when (wanted.ClientId is not null)
        {
            if (await manager.FindByClientIdAsync(wanted.ClientId, cancellationToken) is null)
            {
                throw;
            }
        }
    }

    private static async Task<bool> IsUnchanged(
        ClientManager manager, OpenIddictEntityFrameworkCoreApplication known, OpenIddictApplicationDescriptor wanted, CancellationToken cancellationToken)
    {
        var stored = new OpenIddictApplicationDescriptor();
        await manager.PopulateAsync(stored, known, cancellationToken);
        return stored.RedirectUris.SetEquals(wanted.RedirectUris)
            && stored.PostLogoutRedirectUris.SetEquals(wanted.PostLogoutRedirectUris)
            && stored.Permissions.SetEquals(wanted.Permissions)
            && PublicKeySet.AreEqual(stored.JsonWebKeySet, wanted.JsonWebKeySet)
            && (wanted.ClientSecret is null ? stored.ClientSecret is null : await manager.ValidateClientSecretAsync(known, wanted.ClientSecret, cancellationToken));
    }

    private IEnumerable<OpenIddictApplicationDescriptor> Wanted()
    {
        yield return Cli();
        if (settings is { Web: { } web, WebSecret: { Length: > 0 } secret })
        {
            yield return Web(web, secret);
        }

        foreach (var service in settings.ServiceSecrets.Keys.Union(settings.ServiceKeys.Keys))
        {
            yield return Service(service, settings.ServiceSecrets.GetValueOrDefault(service), settings.ServiceKeys.GetValueOrDefault(service));
        }
    }

    private static OpenIddictApplicationDescriptor Cli()
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Clients.Cli,
            DisplayName = "mb",
            ClientType = ClientTypes.Public,
            ApplicationType = ApplicationTypes.Native,
            ConsentType = ConsentTypes.Implicit,
        };

        // Any port of the loopback address: a native client gets whichever is free (RFC 8252 §7.3).
        client.RedirectUris.UnionWith([new("http://127.0.0.1/callback"), new("http://[::1]/callback"), new("http://localhost/callback")]);
        client.Permissions.UnionWith(PersonPermissions);
        return client;
    }

    private static OpenIddictApplicationDescriptor Web(Uri address, string secret)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Clients.Web,
            ClientSecret = secret,
            DisplayName = "Medborgarbudget",
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
        };
        client.RedirectUris.Add(new Uri(address, "signin-oidc"));
        client.PostLogoutRedirectUris.Add(new Uri(address, "signout-callback-oidc"));
        client.Permissions.UnionWith(PersonPermissions);
        client.Permissions.UnionWith([Permissions.GrantTypes.RefreshToken, Permissions.Prefixes.Scope + Scopes.OfflineAccess, Permissions.Endpoints.EndSession]);
        return client;
    }

    private static OpenIddictApplicationDescriptor Service(string name, string? secret, JsonWebKeySet? keys)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Caller.ServicePrefix + name,
            ClientSecret = secret,
            JsonWebKeySet = keys,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
        };
        client.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials]);
        return client;
    }

    private static readonly string[] PersonPermissions =
    [
        Permissions.Endpoints.Authorization,
        Permissions.Endpoints.Token,
        Permissions.GrantTypes.AuthorizationCode,
        Permissions.ResponseTypes.Code,
        Permissions.Scopes.Profile,
    ];
}
