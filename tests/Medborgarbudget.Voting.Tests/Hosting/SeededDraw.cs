using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>The same numbers for the same seed, so that what has failed can be played again.</summary>
internal sealed class SeededDraw(int seed)
{
    private int _draws;

    public int Below(int limit) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{seed} {_draws++}")))) % (uint)limit);

    public byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)Below(256))];

    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];

    /// <summary>Seeds as two environment variables say, how many and from which on.</summary>
    public static IEnumerable<int> Seeds(string count, int otherwise, string first) => Enumerable.Range(Number(first, 1), Number(count, otherwise));

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
