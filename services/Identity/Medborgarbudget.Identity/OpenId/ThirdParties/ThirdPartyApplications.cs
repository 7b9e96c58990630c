using System.Security.Cryptography;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId.ThirdParties;

/// <summary>Third-party clients as OpenIddict's list of clients has them.</summary>
internal static class ThirdPartyApplications
{
    /// <summary>The client as OpenIddict keeps it: what it may ask for, and where its people are sent back to.</summary>
    public static OpenIddictApplicationDescriptor Describe(ApiClient client)
    {
        var isConfidential = client.Kind == ApiClientKind.Confidential;
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = client.Id.ClientId,
            DisplayName = client.Name,
            ClientType = isConfidential ? ClientTypes.Confidential : ClientTypes.Public,
            ApplicationType = client.RedirectUris.Any(ClientAddresses.IsLoopback) ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = ConsentTypes.Explicit,

            // OpenIddict wants one of every confidential client. Nobody is told this one, and none is checked against it.
            ClientSecret = isConfidential ? RandomNumberGenerator.GetHexString(64) : null,
        };
        application.RedirectUris.UnionWith(client.RedirectUris.Select(address => new Uri(address)));
        application.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode,
            Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, .. client.Scopes.Select(scope => Permissions.Prefixes.Scope + scope),
        ]);
        if (isConfidential)
        {
            application.Permissions.UnionWith(
            [
                Permissions.GrantTypes.RefreshToken, Permissions.Prefixes.Scope + Scopes.OfflineAccess, Permissions.GrantTypes.ClientCredentials,
            ]);
        }

        return application;
    }
}
