using System.Collections.Concurrent;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Lets a test wait until its request has reached the service.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();

    public Task Of(string id) => Seen(id).Task;

    public void Note(string id) => Seen(id).TrySetResult();

    private TaskCompletionSource Seen(string id) => _seen.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
