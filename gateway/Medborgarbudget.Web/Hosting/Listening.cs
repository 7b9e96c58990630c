using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Medborgarbudget.Web.Hosting;

/// <summary>Listens behind the gateway as the services do: HTTP/2 without TLS, on a socket or a port.</summary>
internal static class Listening
{
    public static void Listen(this KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        if (configuration["Listen:Socket"] is { Length: > 0 } socket)
        {
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2);
        }
        else if (configuration.GetValue<int?>("Listen:Port") is { } port)
        {
            kestrel.ListenAnyIP(port, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
