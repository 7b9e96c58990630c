using System.Globalization;
using Medborgarbudget.Benchmarks.Ballot;
using Medborgarbudget.Benchmarks.SignIns;

namespace Medborgarbudget.Benchmarks;

/// <summary>What this program serves when a measurement has started it as a process of its own.</summary>
internal static class OwnServers
{
    /// <summary>Null when the arguments ask for none.</summary>
    public static Task? Serve(string[] args) => args switch
    {
        ["echo", var port] => EchoServer.RunAsync(Number(port)),
        ["broker", var port] => LocalBroker.RunAsync(Number(port)),
        ["plain", var port, var database, var kind] => PlainVoting.RunAsync(Number(port), database, kind == "counters"),
        _ => null,
    };

    private static int Number(string port) => int.Parse(port, CultureInfo.InvariantCulture);
}
