using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>The OAuth 2.0 and OpenID Connect server: what it allows, how long what it gives lives, which keys sign.</summary>
internal static class OpenIdServer
{
    public static IServiceCollection AddOpenIdServer(this IServiceCollection services, IdentitySettings settings)
    {
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDb>();
                core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, ClientManager>();
            })
            .AddServer(server => Configure(server, settings));
        services.AddOptions<OpenIddictServerOptions>().Configure<KeyRing>((options, keys) =>
        {
            // The first one signs, all are published and trusted.
            options.SigningCredentials.AddRange(keys.Access
                .OrderByDescending(key => key == keys.AccessSigning)
                .Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
            options.EncryptionCredentials.Add(new EncryptingCredentials(
                new SymmetricSecurityKey(keys.TokenEncryption), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        });
        services.AddSingleton<VerifiedSecrets>().AddSingleton<SpentTokens>().AddSingleton<SingleUse>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRotation>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyRotation>());
        services.AddHostedService<ClientRegistrar>();
        services.AddHostedService<TokenPruner>();
        return services;
    }

    private static void Configure(OpenIddictServerBuilder server, IdentitySettings settings)
    {
        var issuer = settings.Issuer;

        // The first address is the public one that discovery names, the second what requests inside the system ask for.
        server.SetIssuer(issuer)
            .SetAuthorizationEndpointUris(new Uri(issuer, "connect/authorize"), Relative("connect/authorize"))
            .SetTokenEndpointUris(new Uri(issuer, "connect/token"), Relative("connect/token"))
            .SetUserInfoEndpointUris(new Uri(issuer, "connect/userinfo"), Relative("connect/userinfo"))
            .SetEndSessionEndpointUris(new Uri(issuer, "connect/logout"), Relative("connect/logout"))
            .SetJsonWebKeySetEndpointUris(new Uri(issuer, ".well-known/jwks"), Relative(".well-known/jwks"))
            .SetConfigurationEndpointUris(Relative(".well-known/openid-configuration"));
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow().AllowRefreshTokenFlow();
        server.RegisterScopes([Scopes.Profile, Scopes.OfflineAccess, .. ThirdPartyScopes.All]).RegisterClaims(Claims.Name, TokenClaims.Roles, TokenClaims.LevelOfAssurance);
        server.SetAccessTokenLifetime(TimeSpan.FromMinutes(5))
            .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1))
            .SetRefreshTokenLifetime(TimeSpan.FromHours(8));
        server.DisableAccessTokenEncryption().DisableAuthorizationStorage();
        server.AddEventHandler<GenerateTokenContext>(handler => handler
            .UseInlineHandler(SingleUse.Prepare)
            .SetOrder(int.MinValue + 100_000));
        server.AddEventHandler(AssertionOnce.Descriptor);
        var host = server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough();
        if (settings.AllowHttp)
        {
            host.DisableTransportSecurityRequirement();
        }
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}

/// <summary>Claims of ours in access tokens.</summary>
internal static class TokenClaims
{
    public const string Roles = "roles";

    /// <summary>Roles that the person holds and that this sign-in is not enough for: they give no right, but the refusal says why.</summary>
    public const string WithheldRoles = "withheld_roles";

    public const string LevelOfAssurance = "loa";

    /// <summary>Name of the e-ID that she signed in through.</summary>
    public const string Eid = "eid";
}
