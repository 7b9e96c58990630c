using System.Collections.Concurrent;

namespace Medborgarbudget.Voting.Log;

/// <summary>Which rounds have got something that their log does not have yet, as far as this instance knows.</summary>
internal sealed class LogSignal
{
    private readonly ConcurrentDictionary<int, byte> _grown = [];

    public void Grown(int round) => _grown.TryAdd(round, 0);

    /// <summary>The rounds, each once; they are no longer remembered.</summary>
    public IReadOnlyList<int> Take() => [.. _grown.Keys.Where(round => _grown.TryRemove(round, out _))];
}
