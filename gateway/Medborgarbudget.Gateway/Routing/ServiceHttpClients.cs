using System.Diagnostics;
using Medborgarbudget.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>One client per service, over a port or a unix socket.</summary>
internal sealed class ServiceHttpClients(IConfiguration configuration) : IForwarderHttpClientFactory
{
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) =>
        ServiceAddress.Find(configuration, context.ClusterId) is { } address ? To(address) : new HttpMessageInvoker(new SocketsHttpHandler());

    /// <summary>Passes everything on as it came: no cookies kept, nothing unpacked, no proxy in between, the trace continued.</summary>
    public static HttpMessageInvoker To(ServiceAddress address)
    {
        var handler = address.CreateHandler();
        handler.UseCookies = false;
        handler.UseProxy = false;
        handler.AutomaticDecompression = System.Net.DecompressionMethods.None;
        handler.ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current);
        return new HttpMessageInvoker(handler);
    }
}
