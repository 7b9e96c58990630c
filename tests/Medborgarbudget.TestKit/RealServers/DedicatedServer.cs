using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// A server of one test's own, which it may stop, freeze and start again. Data and port stay the same over a stop.
/// Costs a container start (RabbitMQ: ten seconds), so only for tests about the server's absence.
/// </summary>
public sealed class DedicatedServer : IAsyncDisposable
{
    private const UnixFileModes EverybodysFile =
        UnixFileModes.UserRead | UnixFileModes.UserWrite | UnixFileModes.GroupRead | UnixFileModes.GroupWrite | UnixFileModes.OtherRead | UnixFileModes.OtherWrite;

    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(5);
    private readonly IContainer _container;

    internal DedicatedServer(IContainer container, string address)
    {
        _container = container;
        Address = address;
    }

    /// <summary>
    /// Where the server answers: an AMQP address for RabbitMQ, a configuration string for Redis.
    /// </summary>
    public string Address { get; }

    /// <summary>Stops the server with the signal it was started for; connections are lost.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _container.StopAsync(cancellationToken);

    /// <summary>Starts the server again and returns when it answers, within two minutes.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        TestContainers.StartAsync(_container, cancellationToken);

    /// <summary>Freezes the server: connections stay open and nothing answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => _container.PauseAsync(cancellationToken);

    /// <summary>Lets a frozen server go on.</summary>
    public Task UnpauseAsync(CancellationToken cancellationToken) => _container.UnpauseAsync(cancellationToken);

    /// <summary>Starts a server that may have every reason not to start; false when it ended.</summary>
    public async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is ContainerNotRunningException or TimeoutException)
        {
            // One that ended before its ports were mapped is waited for in vain. One that runs has no exit code, and the wait for it ends in vain too.
            await _container.GetExitCodeAsync(cancellationToken).WaitAsync(ExitLimit, cancellationToken);
            return false;
        }
    }

    /// <summary>Runs a shell command beside the running server, as its user; gives what it wrote, and throws when it fails.</summary>
    public async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        var result = await _container.ExecAsync(["sh", "-c", command], cancellationToken);
        return result.ExitCode == 0 ? result.Stdout : throw new InvalidOperationException($"{command}: {result.Stderr}");
    }

    /// <summary>Puts a file that everybody may write into the container, also while the server is down.</summary>
    public Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken) =>
        _container.CopyAsync(content, path, fileMode: EverybodysFile, ct: cancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
