using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>
/// Gives everything that is no address of the API to the web, where one is configured. It stands outside routing because a route for
/// everything would swallow the answer that an address exists but not with this method.
/// </summary>
internal sealed class WebFallback : IMiddleware, IDisposable
{
    private readonly IHttpForwarder _forwarder;
    private readonly ForwarderRequestConfig _requests;
    private readonly ServiceAddress? _address;
    private readonly HttpMessageInvoker? _client;

    public WebFallback(IHttpForwarder forwarder, IConfiguration configuration, GatewayOptions options)
    {
        _forwarder = forwarder;
        _requests = ContractProxyConfig.RequestsWithin(options);
        _address = ServiceAddress.Find(configuration, "Web");
        _client = _address is null ? null : ServiceHttpClients.To(_address);
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_client is null || context.GetEndpoint() is not null || IsOfTheApi(context.Request))
        {
            await next(context);
            return;
        }

        await _forwarder.SendAsync(context, _address!.Uri.ToString(), _client, _requests, PublicHost.Instance, context.RequestAborted);
        ForwarderFailures.Translate(context);
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>The web has pages only: the health and reflection services of its host are no more for the outside than those of others.</summary>
    private static bool IsOfTheApi(HttpRequest request) => ApiRequests.IsApi(request) || ApiRequests.IsGrpc(request);

    /// <summary>Keeps the name that the browser used, for the web's links and redirects, and tells by which scheme it came.</summary>
    private sealed class PublicHost : HttpTransformer
    {
        public static readonly PublicHost Instance = new();

        private static readonly string[] Claimed = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"];

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
            foreach (var name in Claimed)
            {
                proxyRequest.Headers.Remove(name);
            }

            proxyRequest.Headers.Add("X-Forwarded-Proto", httpContext.Request.Scheme);
            proxyRequest.Headers.Add("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        }
    }
}
