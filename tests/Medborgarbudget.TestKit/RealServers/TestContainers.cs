using System.Collections.Concurrent;
using System.Globalization;
using DotNet.Testcontainers.Containers;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// What the containers of the tests have in common: an owner, a bounded start, an end with the process.
/// </summary>
internal static class TestContainers
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentBag<IContainer> Shared = [];

    static TestContainers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveShared();

    internal static string Owner => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    internal static async Task StartAsync(IContainer container, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            await container.StartAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{container.Image.FullName} did not answer within {StartLimit.TotalMinutes} minutes.");
        }
    }

    /// <summary>Starts a container that lives as long as the process.</summary>
    internal static async Task StartSharedAsync(IContainer container)
    {
        Shared.Add(container);
        await StartAsync(container, CancellationToken.None);
    }

    // The process is ending and nothing can be awaited any more; what this misses, the next tests/run.sh removes.
    private static void RemoveShared()
    {
        foreach (var container in Shared)
        {
            container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
