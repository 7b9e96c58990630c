using System.Buffers.Text;

namespace Medborgarbudget.Voting.Intake;

/// <summary>The three parts of a ballot token. Nothing is known about them yet.</summary>
internal readonly ref struct BallotTokenText
{
    private BallotTokenText(ReadOnlySpan<byte> header, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> proof)
    {
        Header = header;
        Signed = signed;
        Payload = payload;
        Proof = proof;
    }

    /// <summary>Still in base64url, if it is a token: nearly every token has the same.</summary>
    public ReadOnlySpan<byte> Header { get; }

    /// <summary>The text up to the second dot, which is what was signed.</summary>
    public ReadOnlySpan<byte> Signed { get; }

    /// <summary>JSON, if it is a token.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    public ReadOnlySpan<byte> Proof { get; }

    /// <summary>Reads <c>base64url.base64url.base64url</c>; false for anything else.</summary>
    /// <param name="decoded">Room for what is decoded, at least as long as the text.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> decoded, out BallotTokenText parts)
    {
        parts = default;

        // A dot more would stand in the middle, where it is no base64url.
        var (first, last) = (text.IndexOf((byte)'.'), text.LastIndexOf((byte)'.'));
        if (first >= last || !TryDecode(text[(first + 1)..last], decoded, out var payload) || !TryDecode(text[(last + 1)..], decoded[payload..], out var proof))
        {
            return false;
        }

        parts = new BallotTokenText(text[..first], text[..last], decoded[..payload], decoded.Slice(payload, proof));
        return true;
    }

    /// <summary>
    /// Reads base64url as it is written and in no other spelling. What .NET overlooks (blanks, padding, bits beyond the end) would let one token go by many names,
    /// and casts are counted by the name.
    /// </summary>
    /// <param name="length">Bytes that were decoded.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int length)
    {
        if (!Base64Url.IsValid(text, out length) || Base64Url.GetEncodedLength(length) != text.Length || !Base64Url.TryDecodeFromUtf8(text, bytes, out _))
        {
            return false;
        }

        // Only behind the last whole three bytes can bits be left over.
        var whole = length / 3;
        Span<byte> end = stackalloc byte[4];
        var written = Base64Url.EncodeToUtf8(bytes[(whole * 3)..length], end);
        return end[..written].SequenceEqual(text[(whole * 4)..]);
    }
}
