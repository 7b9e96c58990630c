using System.Net;
using System.Net.Sockets;

namespace Medborgarbudget.TestKit.Hosting;

public static class FreePort
{
    /// <summary>
    /// A port of loopback that was free a moment ago, for what has to be told its port: a program of ours, or a container that is stopped and
    /// started again, to which Docker would give another one each time.
    /// </summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
