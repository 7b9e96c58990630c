using System.Buffers;
using System.Globalization;
using System.Text;

namespace Medborgarbudget.Identity.Codes;

/// <summary>Codes as a table for those who print or send them themselves: CSV (RFC 4180), UTF-8.</summary>
internal static class CodeCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"");

    public static byte[] Write(IEnumerable<PrintedCode> codes)
    {
        var csv = new StringBuilder("serial,key,code\r\n");
        foreach (var code in codes)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{code.Holder.Serial},{Field(code.Holder.LocalKey ?? "")},{code.Code.Show()}\r\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
