using System.Diagnostics.CodeAnalysis;

namespace Medborgarbudget.Tally.Pb;

/// <summary>Finds a project by the bytes of its id, so that no text is made of a vote.</summary>
internal sealed class PbProjectIndex
{
    private readonly Dictionary<byte[], int> indexes = new(new ByteComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;

    public PbProjectIndex() => lookup = indexes.GetAlternateLookup<ReadOnlySpan<byte>>();

    public void Add(ReadOnlySpan<byte> id, int index) => indexes.Add(id.ToArray(), index);

    public bool TryFind(ReadOnlySpan<byte> id, out int index) => lookup.TryGetValue(id, out index);

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => unchecked((int)BallotCompressor.Hash(alternate));

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
