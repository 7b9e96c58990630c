using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>
/// Writes a receipt as JSON, as transcoding would write its message: members in the order of the proto, long numbers as text. Piece by piece, since every ballot is answered with one;
/// no text in it has a character that would have to be escaped.
/// </summary>
internal static class ReceiptJson
{
    /// <summary>Names, numbers, and the texts of known length.</summary>
    private const int MostBesideBytes = 512;

    [ThreadStatic]
    private static byte[]? _room;

    [ThreadStatic]
    private static (long Seconds, byte[] Text) _hour;

    public static ByteString Write(IssuedReceipt receipt)
    {
        var (round, entry, level, leaf, proof) = receipt;
        var most = MostBesideBytes + Base64.GetMaxEncodedToUtf8Length(leaf.Length)
            + Base64.GetMaxEncodedToUtf8Length(proof.Path.Length) + Base64.GetMaxEncodedToUtf8Length(proof.Signature.Length);
        if (_room is null || _room.Length < most)
        {
            _room = new byte[most];
        }

        var json = new Pieces(_room);
        json.Add("{\"receiptCode\":\""u8);
        json.Add(entry.Receipt.ToString());
        json.Add("\",\"subBudgetId\":\""u8);
        json.Add(round.IdText);
        json.Add("\",\"version\":"u8);
        json.Add(entry.Version);
        json.Add(",\"hour\":\""u8);
        json.Add(Hour(receipt.Seconds));
        json.Add("\",\"acknowledgementLevel\":\""u8);
        json.Add(level.Name());
        json.Add("\",\"leaf\":\""u8);
        json.AddBase64(leaf);
        json.Add("\",\"shard\":"u8);
        json.Add(entry.Shard);
        json.Add(",\"sequence\":\""u8);
        json.Add(entry.Seq);
        json.Add("\",\"proof\":{\"index\":"u8);
        json.Add(proof.Index);
        json.Add(",\"size\":"u8);
        json.Add(proof.Size);
        json.Add(",\"path\":\""u8);
        json.AddBase64(proof.Path.AsSpan());
        json.Add("\",\"signature\":\""u8);
        json.AddBase64(proof.Signature.AsSpan());
        json.Add("\"}}"u8);
        return ByteString.CopyFrom(json.Written);
    }

    /// <summary>Nearly always that of the receipt before.</summary>
    private static byte[] Hour(long seconds)
    {
        if (_hour.Text is null || _hour.Seconds != seconds)
        {
            _hour = (seconds, Encoding.ASCII.GetBytes(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        }

        return _hour.Text;
    }

    private ref struct Pieces(Span<byte> room)
    {
        private readonly Span<byte> _room = room;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _room[.._length];

        public void Add(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_room[_length..]);
            _length += text.Length;
        }

        public void Add(string ascii) => _length += Encoding.ASCII.GetBytes(ascii, _room[_length..]);

        public void Add(long number)
        {
            number.TryFormat(_room[_length..], out var digits, provider: CultureInfo.InvariantCulture);
            _length += digits;
        }

        public void AddBase64(ReadOnlySpan<byte> bytes)
        {
            Base64.EncodeToUtf8(bytes, _room[_length..], out _, out var characters);
            _length += characters;
        }
    }
}
