using System.Runtime.CompilerServices;
using System.Text;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>The lines of an import's text, part after part; a line may start in one part and end in another. One part is in memory at a
/// time. Where the import is cancelled the lines end.</summary>
internal sealed class RollText(RollStore store)
{
    public async IAsyncEnumerable<string> LinesAsync(
        RollImportId import, IReadOnlyList<int> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is longer than a line may be is cut: the reader refuses it by its length.
        var rest = new StringBuilder();
        foreach (var part in parts)
        {
            if (await store.ReadPartAsync(import, part, cancellationToken) is not { } text)
            {
                yield break;
            }

            var start = 0;
            for (var end = text.IndexOf('\n', start); end >= 0; end = text.IndexOf('\n', start))
            {
                Append(rest, text.AsSpan(start, end - start));
                yield return Take(rest);
                start = end + 1;
            }

            Append(rest, text.AsSpan(start));
        }

        if (rest.Length > 0)
        {
            yield return Take(rest);
        }
    }

    private static void Append(StringBuilder rest, ReadOnlySpan<char> text) =>
        rest.Append(text[..Math.Min(text.Length, Math.Max(0, RollFormat.MaxLineLength + 2 - rest.Length))]);

    private static string Take(StringBuilder rest)
    {
        var line = rest.Length > 0 && rest[^1] == '\r' ? rest.ToString(0, rest.Length - 1) : rest.ToString();
        rest.Clear();
        return line;
    }
}
