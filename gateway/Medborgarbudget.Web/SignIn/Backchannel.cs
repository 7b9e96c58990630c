using Medborgarbudget.Web.Hosting;

namespace Medborgarbudget.Web.SignIn;

/// <summary>
/// Sends what is for the issuer to the gateway that the web knows, under the issuer's name: the public address need not be reachable from
/// where the web stands, and the web speaks with nobody but the gateway.
/// </summary>
internal sealed class Backchannel(WebOptions web)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } uri && uri.Authority == web.Issuer.Authority)
        {
            request.Headers.Host = uri.Authority;
            request.RequestUri = new Uri(web.Gateway, uri.PathAndQuery);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
