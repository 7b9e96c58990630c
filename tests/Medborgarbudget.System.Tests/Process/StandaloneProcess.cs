using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>The program as a person starts it, in a process of its own.</summary>
internal sealed class StandaloneProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly global::System.Diagnostics.Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly TaskCompletionSource _runs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDisposed;

    private StandaloneProcess(string folder, int port, int grpcPort, IEnumerable<string> more)
    {
        (Port, GrpcPort) = (port, grpcPort);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Medborgarbudget.Standalone.dll"), "--data", folder, "--no-demo",
            "--port", port.ToString(CultureInfo.InvariantCulture), "--grpc-port", grpcPort.ToString(CultureInfo.InvariantCulture),
            .. more,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = global::System.Diagnostics.Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int GrpcPort { get; }

    public Uri Gateway => new($"http://localhost:{Port}/");

    public Uri GatewayGrpc => new($"http://localhost:{GrpcPort}/");

    /// <summary>Every line that the program has written so far, to either stream.</summary>
    public IReadOnlyList<string> Lines => [.. _output, .. _errors];

    /// <summary>Starts the program on the folder and returns when it says that it runs.</summary>
    public static async Task<StandaloneProcess> RunAsync(
        string folder, CancellationToken cancellationToken, int? port = null, int? grpcPort = null, params IEnumerable<string> more)
    {
        var process = new StandaloneProcess(folder, port ?? FreePort.Take(), grpcPort ?? FreePort.Take(), more);
        var ended = process._process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(process._runs.Task, ended).WaitAsync(Patience, cancellationToken);
        return process._runs.Task.IsCompleted ? process : throw new InvalidOperationException(string.Join('\n', process._errors));
    }

    /// <summary>Starts the program where it cannot run: its exit code, and what it says.</summary>
    public static async Task<(int ExitCode, string Errors)> FailAsync(string folder, CancellationToken cancellationToken, int? port = null)
    {
        using var process = new StandaloneProcess(folder, port ?? FreePort.Take(), FreePort.Take(), []);
        await process._process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (process._process.ExitCode, string.Join('\n', process._errors));
    }

    /// <summary>As <c>kill -9</c>: nothing is flushed, closed or said.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As a service manager stops it; returns when it has ended and everything that it wrote is read.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var kill = global::System.Diagnostics.Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
    }

    /// <summary>May be called again: a test that fails between two starts would otherwise say that, and not why it failed.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        Keep(_output, line);
        if (line?.StartsWith("Medborgarbudget runs", StringComparison.Ordinal) == true)
        {
            _runs.TrySetResult();
        }
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
