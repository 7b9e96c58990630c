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
    public static IEnumerable<string> Parts(int rows)
    {
        var text = new StringBuilder("key_type,key,area\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"personal_number,{PersonalNumber(i)},Area {(i % Areas) + 1}\n");
            if (text.Length >= PartCharacters)
            {
                yield return text.ToString(0, PartCharacters);
                text.Remove(0, PartCharacters);
            }
        }

        yield return text.ToString();
    }

    /// <summary>The number on the row, counted from 0.</summary>
    public static string PersonalNumber(int i)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{FirstBirth.AddDays(i % Days):yyyyMMdd}{(i / Days) + 1:000}");
        var sum = digits.Skip(2).Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 2 : 1)).Sum(product => product > 9 ? product - 9 : product);
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}");
    }
}
