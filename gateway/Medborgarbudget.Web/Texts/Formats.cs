using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Web.Texts;

/// <summary>Money, times and names as people read them.</summary>
public static class Formats
{
    private const int OrePerKrona = 100;

    private static readonly TimeZoneInfo Sweden = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Kronor with öre only where there are any; the spaces do not break.</summary>
    public static string Money(long ore)
    {
        var culture = CultureInfo.CurrentCulture;
        var number = ore % OrePerKrona == 0
            ? (ore / OrePerKrona).ToString("N0", culture)
            : (ore / (decimal)OrePerKrona).ToString("N2", culture);
        return $"{number}\u00a0kr";
    }

    /// <summary>Day and time in Sweden.</summary>
    public static string Moment(Timestamp? time) =>
        time is null ? "" : Local(time).ToString(PageTexts.Get("format.moment"), CultureInfo.CurrentCulture);

    public static string Day(Timestamp? time) =>
        time is null ? "" : Local(time).ToString(PageTexts.Get("format.day"), CultureInfo.CurrentCulture);

    /// <summary>A date that the API writes as yyyy-MM-dd.</summary>
    public static string Day(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString(PageTexts.Get("format.day"), CultureInfo.CurrentCulture)
            : date;

    /// <summary>Cut to the hour, as receipts are.</summary>
    public static string Hour(Timestamp? time) =>
        time is null ? "" : Local(time).ToString(PageTexts.Get("format.hour"), CultureInfo.CurrentCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A name in ASCII for an address: å and ä become a, what is left over a hyphen.</summary>
    public static string Slug(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        const int longest = 60;
        var slug = new StringBuilder();
        foreach (var character in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString(0, Math.Min(slug.Length, longest)).Trim('-');
    }

    private static DateTime Local(Timestamp time) => TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), Sweden).DateTime;
}
