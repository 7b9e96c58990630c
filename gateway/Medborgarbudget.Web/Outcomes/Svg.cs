using System.Globalization;

namespace Medborgarbudget.Web.Outcomes;

/// <summary>Lengths in pictures.</summary>
internal static class Svg
{
    /// <summary>A part of a whole, a little under so that edges have room.</summary>
    public static string Percent(long part, long whole) =>
        whole <= 0 ? "0%" : string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(99.5m * part / whole, 0, 99.5m):0.##}%");
}
