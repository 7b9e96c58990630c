using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Grpc.Core;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.Standalone.Hosting;

namespace Medborgarbudget.Standalone;

/// <summary>The program: reads its arguments, starts the system, says where it is, and stops on Ctrl-C.</summary>
internal static class StandaloneCommand
{
    private const int Stopped = 0;
    private const int CannotStart = 2;

    private const string Usage = """
        usage: Medborgarbudget.Standalone [--data DIR] [--fresh] [--demo | --no-demo] [--port N] [--grpc-port N] [--log LEVEL]

          --data DIR      where the databases and keys are kept (default: data)
          --fresh         forget what is there and begin anew
          --demo          fill an empty folder with a made-up municipality (default on an empty folder)
          --no-demo       leave an empty folder empty
          --port N        JSON, sign-in and web (default 5080)
          --grpc-port N   gRPC (default 5081)
          --log LEVEL     trace, debug, information, warning (default, without what passes by itself), error, critical, none
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["-h" or "--help"])
        {
            await output.WriteLineAsync(Usage);
            return Stopped;
        }

        if (StandaloneOptions.Parse(args) is not { } options)
        {
            await errors.WriteLineAsync(Usage);
            return CannotStart;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, stop));
        try
        {
            var started = Stopwatch.GetTimestamp();
            await using var system = await StandaloneSystem.StartAsync(options, options.Demo ? FillAsync : null, stop.Token);
            await Announce(system, Stopwatch.GetElapsedTime(started), output);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return Stopped;
        }
        catch (Exception exception) when (StartProblem.Explain(exception) is { } line)
        {
            await errors.WriteLineAsync(line);
            return CannotStart;
        }

        return Stopped;

        async Task FillAsync(StandaloneSystem system, CancellationToken cancellationToken)
        {
            await output.WriteLineAsync("The data folder is empty: filling it with a made-up municipality, this once.");
            await DemoData.FillAsync(system, cancellationToken);
        }
    }

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static async Task Announce(StandaloneSystem system, TimeSpan elapsed, TextWriter output)
    {
        var seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"""
            Medborgarbudget runs (ready in {seconds} s). Ctrl-C stops it.

              web and sign-in  {system.Gateway}
              API              {system.Gateway}medborgarbudget/v1/  (openapi.json beside it)
              gRPC             {system.GatewayGrpc}
              data             {system.DataFolder}

            Simulated e-ID: anybody signs in by choosing a person; nothing is proven.
            """);
        foreach (var (person, does) in DemoPersons.Roles.Where(_ => DemoData.IsSeeded(system.DataFolder)))
        {
            await output.WriteLineAsync($"  {person,-8} {does}");
        }
    }
}
