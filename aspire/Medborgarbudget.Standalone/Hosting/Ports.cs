using System.Net;
using System.Net.Sockets;

namespace Medborgarbudget.Standalone.Hosting;

internal static class Ports
{
    /// <summary>The port itself, or a free one of the loopback address for 0.</summary>
    public static int FreeOr(int port)
    {
        if (port != 0)
        {
            return port;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
