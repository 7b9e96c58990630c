using System.Globalization;
using System.Text;

namespace Medborgarbudget.Benchmarks.Rolls;

/// <summary>
/// A made-up extract of personal numbers that nobody has: those born before 1880 had died when personal numbers were brought in (1947).
/// </summary>
internal static class RollExtract
{
    private const int PartCharacters = 1_000_000;
    private const int Areas = 20;
    private static readonly DateTime FirstBirth = new(1800, 1, 1);
    private static readonly int Days = (new DateTime(1880, 1, 1) - FirstBirth).Days;

    /// <summary>The text in parts as a client sends them, cut where they happen to end.</summary>
    public static IEnumerable<string> Parts(int rows) =>
        Parts("key_type,key,area\n", Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"personal_number,{PersonalNumber(i)},{Area(i)}\n")));

    /// <summary>Changes that leave the roll as large as it is: of four, two move somebody, one takes somebody off, one adds somebody. They lie all over it.</summary>
    public static IEnumerable<string> Changes(int rows, int changes) => Parts("change,key_type,key,area\n", Enumerable.Range(0, changes).Select(i => (i % 4) switch
    {
        0 => FormattableString.Invariant($"remove,personal_number,{PersonalNumber(i * (rows / changes))},\n"),
        1 => FormattableString.Invariant($"put,personal_number,{PersonalNumber(rows + i)},{Area(i)}\n"),
        _ => FormattableString.Invariant($"put,personal_number,{PersonalNumber(i * (rows / changes))},{Area(i + 1)}\n"),
    }));

    private static IEnumerable<string> Parts(string header, IEnumerable<string> lines)
    {
        var text = new StringBuilder(header);
        foreach (var line in lines)
        {
            text.Append(line);
            if (text.Length >= PartCharacters)
            {
                yield return text.ToString(0, PartCharacters);
                text.Remove(0, PartCharacters);
            }
        }

        yield return text.ToString();
    }

    private static string Area(int i) => FormattableString.Invariant($"Area {(i % Areas) + 1}");

    /// <summary>The number on the row, counted from 0.</summary>
    public static string PersonalNumber(int i)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{FirstBirth.AddDays(i % Days):yyyyMMdd}{(i / Days) + 1:000}");
        var sum = digits.Skip(2).Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 2 : 1)).Sum(product => product > 9 ? product - 9 : product);
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}");
    }
}
