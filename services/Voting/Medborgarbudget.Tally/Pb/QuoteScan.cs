namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// Looks for the end of a row, byte by byte only from the first quotation mark on. It keeps its place when the window ends in the
/// middle of a row, so that each byte is looked at once however the input arrives.
/// </summary>
internal struct QuoteScan
{
    private bool isAtFieldStart;
    private bool isBytewise;

    /// <summary>How far the scan has come; the newline or the end of the input when it has found the end.</summary>
    public int Position { get; private set; }

    public bool HasQuote { get; private set; }

    public bool IsInQuotes { get; private set; }

    /// <summary>True when the row ends at <see cref="Position"/>; false when more bytes are needed to tell.</summary>
    public bool TryFindEnd(ReadOnlySpan<byte> window, bool isEnded)
    {
        if (!isBytewise)
        {
            var found = window[Position..].IndexOfAny((byte)'\n', (byte)'"');
            Position = found < 0 ? window.Length : Position + found;
            if (found < 0)
            {
                return isEnded;
            }

            if (window[Position] == (byte)'\n')
            {
                return true;
            }

            (isBytewise, isAtFieldStart, Position) = (true, true, 0);
        }

        return TryFindEndBytewise(window, isEnded);
    }

    private bool TryFindEndBytewise(ReadOnlySpan<byte> window, bool isEnded)
    {
        for (; Position < window.Length; Position++)
        {
            var value = window[Position];
            if (value == (byte)'\n' && !IsInQuotes)
            {
                return true;
            }

            if (value != (byte)'"')
            {
                isAtFieldStart = value == (byte)';' || (isAtFieldStart && value is (byte)' ' or (byte)'\t');
                continue;
            }

            if (!TryPassQuote(window, isEnded))
            {
                return false;
            }
        }

        return isEnded;
    }

    /// <summary>Passes a quotation mark; false when the byte after it has to be known first.</summary>
    private bool TryPassQuote(ReadOnlySpan<byte> window, bool isEnded)
    {
        if (!IsInQuotes)
        {
            IsInQuotes = isAtFieldStart;
            HasQuote |= isAtFieldStart;
            isAtFieldStart = false;
            return true;
        }

        if (Position + 1 == window.Length && !isEnded)
        {
            return false;
        }

        if (Position + 1 < window.Length && window[Position + 1] == (byte)'"')
        {
            Position++;
        }
        else
        {
            IsInQuotes = false;
        }

        return true;
    }
}
