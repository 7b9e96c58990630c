using System.Collections.Concurrent;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>What the service behind the gateway does with one sub-budget, and how often it was asked.</summary>
internal sealed class Stage
{
    private readonly ConcurrentDictionary<string, Act> _acts = new();

    public Act Of(string subBudget) => _acts.GetOrAdd(subBudget, _ => new Act());
}

internal sealed class Act
{
    private int _calls;

    public int Calls => _calls;

    public string Organisation { get; } = Guid.NewGuid().ToString();

    /// <summary>Rises when the test changes what is answered.</summary>
    public int Version { get; set; } = 1;

    public bool Fails { get; set; }

    public bool IsMissing { get; set; }

    public int Padding { get; set; }

    /// <summary>No answer before this has ended.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public (string Name, string Value)? Header { get; set; }

    public void Count() => Interlocked.Increment(ref _calls);
}
