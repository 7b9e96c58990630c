using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// The public keys of access tokens, straight from Identity's own address (not from the discovery document, which names public
/// addresses that a pod need not reach) or from a file.
/// </summary>
internal sealed class SigningKeys : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    public static IConfigurationManager<OpenIdConnectConfiguration> From(IConfiguration configuration)
    {
        var keys = Of(configuration);

        // Identity publishes a key an hour before it signs with it; the library's own twelve hours would be too seldom.
        keys.AutomaticRefreshInterval = BaseConfigurationManager.MinimumAutomaticRefreshInterval;
        return keys;
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> Of(IConfiguration configuration)
    {
        if (configuration["Auth:KeysFile"] is { Length: > 0 } file)
        {
            return new ConfigurationManager<OpenIdConnectConfiguration>(file, new SigningKeys(), new FileDocumentRetriever());
        }

        var identity = ServiceAddress.Require(configuration, "Identity");
        var client = new HttpClient(new Http2Only(identity.CreateHandler())) { Timeout = TimeSpan.FromSeconds(10) };
        return new ConfigurationManager<OpenIdConnectConfiguration>(
            new Uri(identity.Uri, "/.well-known/jwks").ToString(), new SigningKeys(), new HttpDocumentRetriever(client) { RequireHttps = false });
    }

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        var document = await retriever.GetDocumentAsync(address, cancel);
        var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = new JsonWebKeySet(document) };
        foreach (var key in configuration.JsonWebKeySet.GetSigningKeys())
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }

    /// <summary>Services speak HTTP/2 without TLS among themselves, which a client must ask for.</summary>
    private sealed class Http2Only(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = System.Net.HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
