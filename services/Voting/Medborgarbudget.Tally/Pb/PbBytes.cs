using System.Security.Cryptography;

namespace Medborgarbudget.Tally.Pb;

/// <summary>Puts the next bytes of the input into the buffer and says how many; 0 at the end.</summary>
internal delegate int ByteFeed(Span<byte> buffer);

/// <summary>
/// A window over the input that slides forward: bytes come in at the end, are hashed once, and leave at the front. It grows only
/// for a row that does not fit.
/// </summary>
internal sealed class PbBytes(ByteFeed feed, int size) : IDisposable
{
    /// <summary>No row is longer: a quotation mark that is never closed must not take the memory.</summary>
    public const int LongestRow = 1 << 24;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[Math.Max(size, 16)];
    private int start;
    private int end;

    public bool IsEnded { get; private set; }

    /// <summary>The bytes that are there and not yet passed.</summary>
    public Span<byte> Window => buffer.AsSpan(start..end);

    public void Advance(int count) => start += count;

    /// <summary>Brings in more bytes; false when there are none or the window would be too long.</summary>
    public bool TryFill()
    {
        if (IsEnded || (start == 0 && end >= LongestRow))
        {
            return false;
        }

        MakeRoom();
        var count = feed(buffer.AsSpan(end));
        hash.AppendData(buffer.AsSpan(end, count));
        end += count;
        IsEnded = count == 0;
        return count > 0;
    }

    /// <summary>The hash of the whole input, once it has ended.</summary>
    public string Sha256()
    {
        while (!IsEnded)
        {
            start = end;
            TryFill();
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    public void Dispose() => hash.Dispose();

    private void MakeRoom()
    {
        if (start > 0)
        {
            Window.CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
