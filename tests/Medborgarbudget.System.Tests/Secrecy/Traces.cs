using System.Globalization;
using System.Text;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>What is looked for, in every form in which it could be written; found in anything by its bytes, upper or lower case.</summary>
internal sealed class Traces
{
    private readonly List<(string Name, byte[] Bytes)> _needles = [];

    /// <summary>Twelve or ten digits, with and without a sign, plain or in an address.</summary>
    public static IReadOnlyList<string> FormsOf(string twelveDigits) =>
    [
        .. new[] { twelveDigits, twelveDigits[2..] }.SelectMany(
            digits => new[] { "", "-", "+", "%2B" }.Select(sign => digits[..^4] + sign + digits[^4..])),
    ];

    public Traces AddNumber(string twelveDigits)
    {
        var name = $"number …{twelveDigits[^4..]}";
        foreach (var form in FormsOf(twelveDigits).Concat(MoreFormsOf(twelveDigits)))
        {
            AddText(name, form);
        }

        foreach (var bytes in FormsOf(twelveDigits).Where(form => !form.Contains('%')).Select(Encoding.UTF8.GetBytes))
        {
            AddText(name, Convert.ToHexString(bytes));
            foreach (var part in Base64Of(bytes))
            {
                AddText(name, part);
            }
        }

        return this;
    }

    /// <summary>Whatever is a token's own: the whole, and its parts that no other token shares.</summary>
    public Traces AddToken(string name, string token)
    {
        foreach (var part in token.Split('.').Skip(1))
        {
            AddText(name, part);
        }

        return AddText(name, token);
    }

    /// <summary>An id as text with and without hyphens, and as bytes in both orders.</summary>
    public Traces AddId(string name, string id)
    {
        var value = Guid.Parse(id);
        AddBytes(name, value.ToByteArray(bigEndian: true)).AddBytes(name, value.ToByteArray());
        return AddText(name, value.ToString("D")).AddText(name, value.ToString("N"));
    }

    public Traces AddText(string name, string text) => AddBytes(name, Encoding.UTF8.GetBytes(text)).AddBytes(name, Encoding.Unicode.GetBytes(text));

    public Traces AddBytes(string name, byte[] bytes)
    {
        _needles.Add((name, Lower(bytes)));
        return this;
    }

    /// <summary>The names of what stands in the text.</summary>
    public IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>The names of what stands in the bytes.</summary>
    public IReadOnlyList<string> In(byte[] bytes)
    {
        var lower = Lower(bytes);
        return [.. _needles.Where(needle => lower.AsSpan().IndexOf(needle.Bytes) >= 0).Select(needle => needle.Name).Distinct()];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_needles.Count} traces");

    /// <summary>With a space, and with a plus as JSON escapes it.</summary>
    private static IEnumerable<string> MoreFormsOf(string twelveDigits) =>
        new[] { twelveDigits, twelveDigits[2..] }.SelectMany(digits => new[] { " ", "%20", "\\u002B" }.Select(sign => digits[..^4] + sign + digits[^4..]));

    /// <summary>What is certain of the base64 of anything in which the bytes stand, for each place of theirs in a group of three.</summary>
    private static IEnumerable<string> Base64Of(byte[] bytes) => Enumerable.Range(0, 3).Select(before =>
        Convert.ToBase64String([.. new byte[before], .. bytes])[((before * 8 + 5) / 6)..((before + bytes.Length) * 8 / 6)]);

    private static byte[] Lower(byte[] bytes) => Array.ConvertAll(bytes, b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b);
}
