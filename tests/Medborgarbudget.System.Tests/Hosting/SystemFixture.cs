using Medborgarbudget.Standalone;
using Medborgarbudget.Standalone.Hosting;
using Xunit.Sdk;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>The whole system in this process for a class of tests: free ports, an empty data folder, no demo, a clock that the tests move.</summary>
public abstract class SystemFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-system-").FullName;
    private StandaloneSystem? _running;
    private SkipException? _skipped;

    public StandaloneSystem Running => _skipped is null ? _running! : throw _skipped;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = new StandaloneOptions(_folder, Port: 0, GrpcPort: 0, Demo: false);
        try
        {
            options = options with { Backends = await BackendsAsync(cancellationToken) };
        }
        catch (SkipException skipped)
        {
            // Thrown in a fixture it would fail the tests instead of skipping them: each of them throws it when it begins.
            _skipped = skipped;
            return;
        }

        _running = await StandaloneSystem.StartAsync(options, cancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The servers to run on; null = the embedded parts.</summary>
    protected abstract Task<RealBackends?> BackendsAsync(CancellationToken cancellationToken);
}

/// <summary>On SQLite, Garnet and in-process events, as a newcomer runs it.</summary>
public sealed class SystemOnEmbedded : SystemFixture
{
    protected override Task<RealBackends?> BackendsAsync(CancellationToken cancellationToken) => Task.FromResult<RealBackends?>(null);
}

/// <summary>On real PostgreSQL, Redis and RabbitMQ; a database per service.</summary>
public sealed class SystemOnRealServers : SystemFixture
{
    private EmptyServers? _servers;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_servers?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async Task<RealBackends?> BackendsAsync(CancellationToken cancellationToken)
    {
        _servers = await EmptyServers.CreateAsync(cancellationToken);
        return _servers.Backends;
    }
}
