using System.Buffers;
using System.Buffers.Binary;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.Voting.Log;

/// <summary>A paper card as auditors get it. Never published.</summary>
/// <param name="Serial">Each stands once, ascending.</param>
public sealed record SealedCard(PaperBatchId Batch, long Serial, CardReading Reading);

/// <summary>The auditors' files about paper: every settled card, and the pseudonyms of those whose ballot in the box is annulled.</summary>
public static class SealedPaper
{
    /// <summary>Name of the file with the cards.</summary>
    public const string CardsFile = "sealed/paper";

    /// <summary>Name of the file with the pseudonyms, 16 bytes each, ascending.</summary>
    public const string AnnulledFile = "sealed/annulled";

    private const int FixedLength = 16 + 8 + 1 + 2;

    /// <summary>Writes the cards, record after record.</summary>
    public static byte[] Write(IEnumerable<SealedCard> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var to = new ArrayBufferWriter<byte>();
        foreach (var card in cards)
        {
            var choices = card.Reading.Choices.Span;
            var record = to.GetSpan(FixedLength + choices.Length);
            card.Batch.Value.TryWriteBytes(record, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(record[16..], card.Serial);
            record[24] = (byte)card.Reading.Ground;
            BinaryPrimitives.WriteUInt16BigEndian(record[25..], (ushort)(choices.Length / 2));
            choices.CopyTo(record[FixedLength..]);
            to.Advance(FixedLength + choices.Length);
        }

        return to.WrittenSpan.ToArray();
    }

    /// <summary>Reads the cards.</summary>
    /// <returns>Where the bytes are no card, or null with all of them.</returns>
    public static int? Read(ReadOnlySpan<byte> bytes, out IReadOnlyList<SealedCard> cards)
    {
        var read = new List<SealedCard>();
        cards = read;
        for (var at = 0; at < bytes.Length;)
        {
            var rest = bytes[at..];
            if (LengthOf(rest) is not { } length)
            {
                return at;
            }

            read.Add(new SealedCard(
                PaperBatchId.From(new Guid(rest[..16], bigEndian: true)),
                BinaryPrimitives.ReadInt64BigEndian(rest[16..]),
                CardReading.FromBytes([rest[24], .. rest[FixedLength..length]])));
            at += length;
        }

        return null;
    }

    private static int? LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.Length < FixedLength || start[24] > PaperTally.Grounds)
        {
            return null;
        }

        var length = FixedLength + (2 * BinaryPrimitives.ReadUInt16BigEndian(start[25..]));
        return length <= start.Length && (start[24] == 0 || length == FixedLength) ? length : null;
    }
}
