using System.Buffers.Binary;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Tally;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Cli.Verify;

/// <summary>The different ways that ballots are filled in, whether the manifest allows them, and how often each counts.</summary>
internal sealed class ChoiceTable
{
    private readonly ChoiceRule rule;
    private readonly int mostBytes;
    private readonly PublishedManifest manifest;
    private readonly Dictionary<byte[], int> indexes = new(new ByteComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly List<bool> isAllowed = [];
    private readonly List<long> counts = [];

    public ChoiceTable(PublishedManifest manifest)
    {
        this.manifest = manifest;
        rule = new ChoiceRule(manifest);
        mostBytes = 2 * manifest.Items.Length;
        lookup = indexes.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Longer than any ballot can be: then a length was changed, and what follows is no record.</summary>
    public bool IsTooLong(ReadOnlySpan<byte> choices) => choices.Length > mostBytes;

    public int IndexOf(ReadOnlySpan<byte> choices)
    {
        if (!lookup.TryGetValue(choices, out var index))
        {
            index = counts.Count;
            lookup[choices] = index;
            isAllowed.Add(rule.Allows(Ballot.ReadPlaces(choices)));
            counts.Add(0);
        }

        return index;
    }

    public bool IsAllowed(int index) => isAllowed[index];

    /// <summary>One more ballot that counts.</summary>
    public void CountLast(int index) => counts[index]++;

    /// <summary>Holds the ballots that count against the counted list, as multisets.</summary>
    public void Compare(Election? list, FaultList faults)
    {
        if (list is null)
        {
            return;
        }

        var listed = new Dictionary<int, long>();
        for (var ballot = 0; ballot < list.Ballots.Count; ballot++)
        {
            var index = IndexOf(BytesOf(list, ballot));
            listed[index] = listed.GetValueOrDefault(index) + list.Ballots.Weight(ballot);
        }

        foreach (var (choices, index) in indexes)
        {
            if (counts[index] != listed.GetValueOrDefault(index))
            {
                faults.Add(new Fault(
                    PublishedFolder.CountedList,
                    $"it has {listed.GetValueOrDefault(index)} ballots for {Names(choices)}, and the sealed ballots have {counts[index]}"));
            }
        }
    }

    private static byte[] BytesOf(Election list, int ballot)
    {
        var projects = list.Ballots.Projects(ballot);
        var bytes = new byte[2 * projects.Length];
        for (var i = 0; i < projects.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)projects[i]);
        }

        return bytes;
    }

    private string Names(byte[] choices) => choices.Length == 0
        ? "nothing"
        : string.Join(',', Ballot.ReadPlaces(choices).Select(place => place < manifest.Items.Length ? manifest.Items[place].Id : "?"));

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
