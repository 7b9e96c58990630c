using System.Diagnostics;

namespace Medborgarbudget.BallotLoad;

/// <summary>
/// A program of ours as a process of its own, on loopback. What it logs is kept, and ends with it. It ends with the process that started it,
/// also where that is told to end.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Queue<string> _log = [];
    private Process? _process;

    public ServiceProcess(string program, IReadOnlyDictionary<string, string?> settings)
    {
        (_program, _settings) = (program, settings);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>Id of the running process; null while it is down.</summary>
    public int? Id => _process is { HasExited: false } running ? running.Id : null;

    /// <summary>User and system time of the process so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most that was resident so far.</summary>
    public long PeakResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>The last lines of what it said.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join(Environment.NewLine, _log);
            }
        }
    }

    /// <summary>Whether it was started and is not there any more.</summary>
    public bool HasEnded => _process is { HasExited: true };

    public void Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{_program}.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs it to its end. Throws when it fails.</summary>
    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        Start(argument);
        await _process!.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{_program} {argument} failed: {Log}");
        }
    }

    /// <summary>As <c>kill -9</c>: nothing is flushed, closed or said.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Kills it and starts it again.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        Start();
    }

    /// <summary>Asks it to end, as a rolling update does (SIGTERM), and waits for that.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        _process?.Dispose();
    }

    private void KillAtExit(object? sender, EventArgs exit)
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }
    }

    private void Keep(string? line)
    {
        const int Most = 200;
        lock (_log)
        {
            _log.Enqueue(line ?? "");
            if (_log.Count > Most)
            {
                _log.Dequeue();
            }
        }
    }
}
