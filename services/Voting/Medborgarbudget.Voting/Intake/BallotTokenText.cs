using System.Buffers.Text;

namespace Medborgarbudget.Voting.Intake;

/// <summary>The three parts of a ballot token, decoded. Nothing is known about them yet.</summary>
/// <param name="Header">JSON, if it is a token.</param>
/// <param name="Payload">JSON, if it is a token.</param>
/// <param name="SignedLength">So many bytes of the text, up to the second dot, are what was signed.</param>
internal sealed record BallotTokenText(byte[] Header, byte[] Payload, byte[] Proof, int SignedLength)
{
    /// <summary>Reads <c>base64url.base64url.base64url</c>; null for anything else.</summary>
    public static BallotTokenText? Read(ReadOnlySpan<byte> text)
    {
        // A dot more would stand in the middle, where it is no base64url.
        var (first, last) = (text.IndexOf((byte)'.'), text.LastIndexOf((byte)'.'));
        return first < last && Decode(text[..first]) is { } header && Decode(text[(first + 1)..last]) is { } payload && Decode(text[(last + 1)..]) is { } proof
            ? new BallotTokenText(header, payload, proof, last)
            : null;
    }

    /// <summary>
    /// Reads base64url as it is written and in no other spelling. What .NET overlooks (blanks, padding, bits beyond the end) would let one token go by many names,
    /// and casts are counted by the name.
    /// </summary>
    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        if (!Base64Url.IsValid(text, out var length) || Base64Url.GetEncodedLength(length) != text.Length)
        {
            return null;
        }

        var bytes = new byte[length];
        return Base64Url.TryDecodeFromUtf8(text, bytes, out var written) && written == length && Base64Url.EncodeToUtf8(bytes).AsSpan().SequenceEqual(text) ? bytes : null;
    }
}
