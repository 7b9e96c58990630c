using System.Globalization;
using Garnet;
using Microsoft.Extensions.Logging.Abstractions;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>The Redis of this process: Garnet in memory on a loopback port. It forgets at exit and is rebuilt from the ledger at start.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, string configuration) => (_server, Configuration) = (server, configuration);

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration { get; }

    public static EmbeddedStore Start()
    {
        var port = Ports.FreeOr(0).ToString(CultureInfo.InvariantCulture);
        var password = Secrets.New();
        string[] arguments =
        [
            "--bind", "127.0.0.1", "--port", port, "--memory", "64m", "--page", "1m", "--segment", "64m", "--index", "1m",

            // Without transactions the scripts of two connections interleave, and two ballots could be given one place.
            "--lua", "--lua-transaction-mode",
            "--auth", "Password", "--password", password,
        ];

        // Its banner is not what a person who starts this system came for.
        var terminal = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            var server = new GarnetServer(arguments, NullLoggerFactory.Instance);
            server.Start();
            return new EmbeddedStore(server, $"127.0.0.1:{port},password={password}");
        }
        finally
        {
            Console.SetOut(terminal);
        }
    }

    public void Dispose() => _server.Dispose();
}
