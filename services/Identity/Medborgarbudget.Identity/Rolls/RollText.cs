using System.Runtime.CompilerServices;
using System.Text;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>The lines of an import's text, part after part; a line may start in one part and end in another. One part is in memory at a
/// time, once, and made text of line by line. Where the import is cancelled the lines end.</summary>
internal sealed class RollText(RollStore store)
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>What is longer than a line may be is cut here: the reader refuses it by its length.</summary>
    private const int MaxLength = RollFormat.MaxLineLength + 2;

    public async IAsyncEnumerable<string> LinesAsync(
        RollImportId import, IReadOnlyList<int> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rest = new StringBuilder();
        foreach (var part in parts)
        {
            if (await store.ReadPartAsync(import, part, cancellationToken) is not { } text)
            {
                yield break;
            }

            var start = 0;
            for (var length = text.Span.IndexOf(LineEnd); length >= 0; length = text.Span[start..].IndexOf(LineEnd))
            {
                Append(rest, text.Span.Slice(start, length));
                yield return Take(rest);
                start += length + 1;
            }

            Append(rest, text.Span[start..]);
        }

        if (rest.Length > 0)
        {
            yield return Take(rest);
        }
    }

    private static void Append(StringBuilder rest, ReadOnlySpan<byte> text)
    {
        const int MaxBytesOfUnit = 3;
        var room = Math.Max(0, MaxLength - rest.Length);
        Span<char> units = stackalloc char[MaxLength * MaxBytesOfUnit];
        var count = Encoding.UTF8.GetChars(text[..Math.Min(text.Length, room * MaxBytesOfUnit)], units);
        rest.Append(units[..Math.Min(count, room)]);
    }

    private static string Take(StringBuilder rest)
    {
        var line = rest.Length > 0 && rest[^1] == '\r' ? rest.ToString(0, rest.Length - 1) : rest.ToString();
        rest.Clear();
        return line;
    }
}
