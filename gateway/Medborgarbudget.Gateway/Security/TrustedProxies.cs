using Microsoft.AspNetCore.HttpOverrides;

namespace Medborgarbudget.Gateway.Security;

/// <summary>
/// Where TLS ends in front of the gateway, the proxy there is the only one to tell the client's address and that it came by HTTPS; what a
/// client says of itself in such headers is never believed.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app, GatewayOptions options)
    {
        if (options.TrustedProxies.Count == 0)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        app.UseForwardedHeaders(forwarded);
    }
}
