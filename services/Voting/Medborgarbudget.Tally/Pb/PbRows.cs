namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// Splits the input into rows and fields, as RFC 4180 with <c>;</c> between fields: a field that starts with a quotation mark may
/// hold separators, newlines and doubled marks. Fields are views of the window, valid until the next row, unquoted in place.
/// </summary>
internal sealed class PbRows(PbBytes bytes, PbReportBuilder report)
{
    private const byte Quote = (byte)'"';
    private const byte Separator = (byte)';';
    private const byte NewLine = (byte)'\n';

    private (int Start, int Length, int Column)[] fields = new (int, int, int)[16];
    private int rowLength;
    private int passed;
    private int nextLine = 1;

    /// <summary>The line, from 1, where the row starts.</summary>
    public int Line { get; private set; }

    public int Count { get; private set; }

    /// <summary>The field without outer blanks and quotation marks; empty when the row is too short.</summary>
    public ReadOnlySpan<byte> this[int field] =>
        field < Count ? bytes.Window.Slice(fields[field].Start, fields[field].Length) : default;

    /// <summary>Where the field starts in its row, in bytes from 1.</summary>
    public int Column(int field) => field < Count ? fields[field].Column : rowLength + 1;

    /// <summary>Whether the row is this one word, as the lines that begin a section are.</summary>
    public bool Is(ReadOnlySpan<byte> word)
    {
        for (var field = 1; field < Count; field++)
        {
            if (fields[field].Length > 0)
            {
                return false;
            }
        }

        return this[0].SequenceEqual(word);
    }

    public void SkipByteOrderMark()
    {
        while (bytes.Window.Length < 3 && bytes.TryFill())
        {
        }

        if (bytes.Window.StartsWith("\uFEFF"u8))
        {
            report.Add(PbFindingCode.ByteOrderMark, 1, 1, "");
            bytes.Advance(3);
        }
    }

    /// <summary>Goes to the next row that holds something; false at the end of the input or at a fault.</summary>
    public bool TryNext()
    {
        while (TryNextRow())
        {
            for (var field = 0; field < Count; field++)
            {
                if (fields[field].Length > 0)
                {
                    return true;
                }
            }

            report.Add(PbFindingCode.BlankLine, Line, 1, "");
        }

        return false;
    }

    private bool TryNextRow()
    {
        bytes.Advance(passed);
        (passed, rowLength, Count, Line) = (0, 0, 0, nextLine);
        if (!TryFindEnd(out var length, out var isQuoted))
        {
            return false;
        }

        passed = Math.Min(length + 1, bytes.Window.Length);
        rowLength = length > 0 && bytes.Window[length - 1] == (byte)'\r' ? length - 1 : length;
        nextLine++;
        if (isQuoted)
        {
            SplitQuoted();
        }
        else
        {
            Split();
        }

        return true;
    }

    /// <summary>Finds the newline that ends the row, which is not one between quotation marks.</summary>
    private bool TryFindEnd(out int length, out bool isQuoted)
    {
        var scan = default(QuoteScan);
        while (!scan.TryFindEnd(bytes.Window, bytes.IsEnded))
        {
            if (!bytes.TryFill() && !bytes.IsEnded)
            {
                (length, isQuoted) = (0, false);
                return report.Fail(PbFaultCode.RowTooLong, Line, 1, "The row is longer than 16 MiB; is a quotation mark never closed?");
            }
        }

        (length, isQuoted) = (scan.Position, scan.HasQuote);
        return scan.IsInQuotes
            ? report.Fail(PbFaultCode.UnclosedQuote, Line, 1, "A quoted field that starts in this row never ends.")
            : bytes.Window.Length > 0;
    }

    private void Split()
    {
        var row = bytes.Window[..rowLength];
        var start = 0;
        while (true)
        {
            var length = row[start..].IndexOf(Separator);
            var end = length < 0 ? row.Length : start + length;
            Add(start, end, start + 1);
            if (length < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    private void SplitQuoted()
    {
        var row = bytes.Window[..rowLength];
        nextLine += row.Count(NewLine);
        if (nextLine > Line + 1)
        {
            report.Add(PbFindingCode.NewlineInQuotes, Line, 1, "");
        }

        var position = 0;
        while (position <= row.Length)
        {
            var column = position + 1;
            while (position < row.Length && row[position] is (byte)' ' or (byte)'\t')
            {
                position++;
            }

            var start = position;
            var end = position < row.Length && row[position] == Quote
                ? Unquote(row, ref position, column)
                : position += LengthToSeparator(row[position..]);
            Add(start, end, column);
            position++;
        }
    }

    /// <summary>Moves the text of a quoted field, and what stands after it, over its quotation marks; returns where it ends.</summary>
    private int Unquote(Span<byte> row, ref int position, int column)
    {
        var write = position++;
        while (position < row.Length)
        {
            if (row[position] == Quote)
            {
                position++;
                if (position >= row.Length || row[position] != Quote)
                {
                    break;
                }
            }

            row[write++] = row[position++];
        }

        var rest = LengthToSeparator(row[position..]);
        if (!row.Slice(position, rest).Trim(" \t"u8).IsEmpty)
        {
            report.Add(PbFindingCode.TextAfterQuote, Line, column, row.Slice(position, rest));
        }

        row.Slice(position, rest).CopyTo(row[write..]);
        position += rest;
        return write + rest;
    }

    private static int LengthToSeparator(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOf(Separator);
        return length < 0 ? text.Length : length;
    }

    private void Add(int start, int end, int column)
    {
        var text = bytes.Window[start..end];
        var trimmed = text.TrimStart(" \t\r\n"u8);
        start += text.Length - trimmed.Length;
        if (Count == fields.Length)
        {
            Array.Resize(ref fields, fields.Length * 2);
        }

        fields[Count++] = (start, trimmed.TrimEnd(" \t\r\n"u8).Length, column);
    }
}
