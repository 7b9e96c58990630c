using System.Globalization;
using Garnet;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.TestStores;

/// <summary>The embedded store, as Standalone runs it: in memory, on a free port.</summary>
internal sealed class GarnetStore : IDisposable
{
    private readonly GarnetServer _server;

    public GarnetStore()
    {
        // Without the transaction mode the commands of two connections' scripts mix, and two voters get one place.
        var port = FreePort.Take().ToString(CultureInfo.InvariantCulture);
        _server = new GarnetServer(
            ["--bind", "127.0.0.1", "--port", port, "--memory", "64m", "--page", "1m", "--segment", "64m", "--index", "1m", "--lua", "--lua-transaction-mode"]);
        _server.Start();
        Configuration = $"127.0.0.1:{port}";
    }

    public string Configuration { get; }

    public void Dispose() => _server.Dispose();
}
