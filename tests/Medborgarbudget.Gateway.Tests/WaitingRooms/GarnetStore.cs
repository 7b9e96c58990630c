using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;

namespace Medborgarbudget.Gateway.Tests.WaitingRooms;

/// <summary>A store in this process, in memory, on a free port.</summary>
internal sealed class GarnetStore : IDisposable
{
    private readonly GarnetServer _server;

    public GarnetStore()
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        _server = new GarnetServer(
            ["--bind", "127.0.0.1", "--port", port, "--memory", "64m", "--page", "1m", "--segment", "64m", "--index", "1m", "--lua", "--lua-transaction-mode"]);
        _server.Start();
        Configuration = $"127.0.0.1:{port}";
    }

    public string Configuration { get; }

    public void Dispose() => _server.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
