using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Medborgarbudget.Tally;

/// <summary>
/// Gathers ballots into classes as they come. Classes are found by a 64-bit hash and then compared in full, so a collision costs
/// time and never a vote; the hash is seeded per process so that ballots cannot be made to collide on purpose.
/// </summary>
internal sealed class BallotCompressor(bool isOrdered, bool hasPoints)
{
    private static readonly ulong Seed = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(8));

    private readonly ArrayBufferWriter<int> projects = new();
    private readonly ArrayBufferWriter<long> points = new();
    private readonly List<int> offsets = [0];
    private readonly List<int> weights = [];
    private readonly List<ulong> hashes = [];
    private int[] slots = new int[64];

    /// <summary>Adds a ballot. The spans are sorted in place unless order carries meaning.</summary>
    public void Add(Span<int> chosen, Span<long> given, int weight)
    {
        if (!isOrdered)
        {
            Sort(chosen, given);
        }

        var hash = Hash(chosen, given);
        var slot = Find(hash, chosen, given);
        if (slots[slot] > 0)
        {
            weights[slots[slot] - 1] += weight;
            return;
        }

        projects.Write(chosen);
        points.Write(given);
        offsets.Add(projects.WrittenCount);
        weights.Add(weight);
        hashes.Add(hash);
        slots[slot] = weights.Count;
        if (weights.Count * 2 > slots.Length)
        {
            Grow();
        }
    }

    /// <summary>The classes so far, with their points at the fewest decimals that hold them all.</summary>
    public BallotClasses Build(int pointDecimals, ExactDecimal defaultScore)
    {
        var values = points.WrittenSpan.ToArray();
        while (pointDecimals > defaultScore.Decimals && Array.TrueForAll(values, point => point % 10 == 0))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] /= 10;
            }

            pointDecimals--;
        }

        return new BallotClasses(
            [.. offsets], projects.WrittenSpan.ToArray(), hasPoints ? values : null, hasPoints ? pointDecimals : 0, [.. weights]);
    }

    /// <summary>A seeded 64-bit hash of bytes, good enough to tell ballots and voters apart quickly; it never decides.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> bytes, ulong start = 0)
    {
        var hash = Mix(Seed ^ start, (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var rest = 0UL;
        foreach (var value in bytes)
        {
            rest = (rest << 8) | value;
        }

        return Mix(hash, rest);
    }

    private static ulong Hash(ReadOnlySpan<int> chosen, ReadOnlySpan<long> given) =>
        Hash(MemoryMarshal.AsBytes(given), Hash(MemoryMarshal.AsBytes(chosen)));

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, 0x9E3779B97F4A7C15UL, out var low);
        return high ^ low ^ value;
    }

    private static void Sort(Span<int> chosen, Span<long> given)
    {
        if (given.IsEmpty)
        {
            chosen.Sort();
        }
        else
        {
            chosen.Sort(given);
        }
    }

    private int Find(ulong hash, ReadOnlySpan<int> chosen, ReadOnlySpan<long> given)
    {
        var mask = slots.Length - 1;
        var slot = (int)(hash & (ulong)mask);
        while (slots[slot] > 0 && !IsSame(slots[slot] - 1, hash, chosen, given))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private bool IsSame(int known, ulong hash, ReadOnlySpan<int> chosen, ReadOnlySpan<long> given)
    {
        var range = offsets[known]..offsets[known + 1];
        return hashes[known] == hash
            && projects.WrittenSpan[range].SequenceEqual(chosen)
            && (given.IsEmpty || points.WrittenSpan[range].SequenceEqual(given));
    }

    private void Grow()
    {
        slots = new int[checked(slots.Length * 2)];
        var mask = slots.Length - 1;
        for (var known = 0; known < hashes.Count; known++)
        {
            var slot = (int)(hashes[known] & (ulong)mask);
            while (slots[slot] > 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = known + 1;
        }
    }
}
