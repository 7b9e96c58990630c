using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>The program as a person starts it, in a process of its own.</summary>
internal sealed class StandaloneProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly global::System.Diagnostics.Process _process;

    private StandaloneProcess(string folder, int port, int grpcPort)
    {
        (Port, GrpcPort) = (port, grpcPort);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Medborgarbudget.Standalone.dll"), "--data", folder, "--no-demo",
            "--port", port.ToString(CultureInfo.InvariantCulture), "--grpc-port", grpcPort.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = global::System.Diagnostics.Process.Start(start)!;
    }

    public int Port { get; }

    public int GrpcPort { get; }

    public Uri Gateway => new($"http://localhost:{Port}/");

    public Uri GatewayGrpc => new($"http://localhost:{GrpcPort}/");

    /// <summary>Starts the program on the folder and returns when it says that it runs.</summary>
    public static async Task<StandaloneProcess> RunAsync(string folder, CancellationToken cancellationToken, int? port = null, int? grpcPort = null)
    {
        var process = new StandaloneProcess(folder, port ?? FreePort(), grpcPort ?? FreePort());
        var line = await process._process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        if (line is null)
        {
            throw new InvalidOperationException(await process._process.StandardError.ReadToEndAsync(cancellationToken));
        }

        line.ShouldStartWith("Medborgarbudget runs");
        return process;
    }

    /// <summary>Starts the program where it cannot run: its exit code, and what it says.</summary>
    public static async Task<(int ExitCode, string Errors)> FailAsync(string folder, CancellationToken cancellationToken, int? port = null)
    {
        using var process = new StandaloneProcess(folder, port ?? FreePort(), FreePort());
        await process._process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (process._process.ExitCode, await process._process.StandardError.ReadToEndAsync(cancellationToken));
    }

    /// <summary>As <c>kill -9</c>: nothing is flushed, closed or said.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
