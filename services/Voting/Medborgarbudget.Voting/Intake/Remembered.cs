using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Things by the hash that names them, each kept for a time. They lie in two generations: when the younger has had its time, or half of the room, the older is let
/// go as a whole (decision 0027). So a thing stays for one to two times, unless more come than there is room for; then the oldest go. Safe for several threads.
/// </summary>
/// <param name="time">At least so long, where there is room.</param>
/// <param name="most">Things that there is room for.</param>
internal sealed class Remembered<T>(TimeSpan time, int most, TimeProvider clock)
    where T : class
{
    private readonly Lock _lock = new();
    private Generation _younger = new(most / 2, clock.GetTimestamp());
    private Generation _older = new(0, 0);

    public bool TryGet(Sha256Name name, [NotNullWhen(true)] out T? thing) =>
        Volatile.Read(ref _younger).Things.TryGetValue(name, out thing) || Volatile.Read(ref _older).Things.TryGetValue(name, out thing);

    /// <summary>Keeps a thing and gives it back, or the one that is already kept by the name.</summary>
    public T Keep(Sha256Name name, T thing)
    {
        var generation = Current();
        var kept = generation.Things.GetOrAdd(name, thing);
        if (ReferenceEquals(kept, thing))
        {
            generation.Added();
        }

        return kept;
    }

    private Generation Current()
    {
        var generation = Volatile.Read(ref _younger);
        if (!IsOver(generation))
        {
            return generation;
        }

        lock (_lock)
        {
            if (IsOver(_younger))
            {
                // In this order, so that a reader finds what is in the younger one in one of the two.
                Volatile.Write(ref _older, _younger);
                Volatile.Write(ref _younger, new Generation(most / 2, clock.GetTimestamp()));
            }

            return _younger;
        }
    }

    private bool IsOver(Generation generation) => generation.Count >= most / 2 || clock.GetElapsedTime(generation.Begun) >= time;

    /// <param name="begun">A timestamp of the clock.</param>
    private sealed class Generation(int room, long begun)
    {
        private int _count;

        /// <summary>As large as it will be: to grow would mean to lay every entry anew.</summary>
        public ConcurrentDictionary<Sha256Name, T> Things { get; } = new(-1, room);

        public long Begun => begun;

        public int Count => Volatile.Read(ref _count);

        public void Added() => Interlocked.Increment(ref _count);
    }
}
