using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Medborgarbudget.Kernel;

/// <summary>
/// A page asked for: how many rows, after which key. The token is opaque to the caller: the last key of the page before.
/// </summary>
/// <param name="Size">1–100 rows.</param>
/// <param name="After">Sort key of the last row already given; null = from the start.</param>
public sealed record PageRequest(int Size, string? After)
{
    private const int DefaultSize = 50;

    /// <summary>The last key where a list's keys are numbers from 1; 0 = from the start.</summary>
    public int AfterNumber => int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Reads page_size (0 = 50) and page_token.</summary>
    public static PageRequest Read(Fields fields, int size, string? token)
    {
        ArgumentNullException.ThrowIfNull(fields);
        fields.Number(size, "pageSize", 0, 100);
        return new PageRequest(size == 0 ? DefaultSize : size, ReadToken(fields, token));
    }

    private static string? ReadToken(Fields fields, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        if (token.Length <= 400 && Base64Url.IsValid(token, out _))
        {
            var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (!key.Contains('\0', StringComparison.Ordinal))
            {
                // No list gives such a key, and PostgreSQL takes no text with it.
                return key;
            }
        }

        fields.Fault("pageToken", "is not a token that this list gave");
        return null;
    }
}

/// <summary>A page given: rows and the token for what follows.</summary>
/// <param name="Rows">In the order of the list.</param>
/// <param name="NextToken">Empty when this was the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string NextToken)
{
    /// <summary>Makes a page of rows read with one more than asked for; <paramref name="key"/> gives a row's sort key.</summary>
    public static Page<T> Cut(IReadOnlyList<T> rowsPlusOne, int size, Func<T, string> key)
    {
        ArgumentNullException.ThrowIfNull(rowsPlusOne);
        ArgumentNullException.ThrowIfNull(key);
        if (rowsPlusOne.Count <= size)
        {
            return new Page<T>(rowsPlusOne, "");
        }

        var rows = rowsPlusOne.Take(size).ToList();
        return new Page<T>(rows, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key(rows[^1]))));
    }
}
