using System.Globalization;
using System.Net;
using System.Text;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>One curve over the intervals of a day; an interval without a value leaves a gap.</summary>
internal sealed record PlotCurve(string Name, string Colour, IReadOnlyList<double?> Values);

/// <summary>What the height of a plot means, and what the whole shows for those who do not see it.</summary>
internal sealed record PlotUnit(string Name, string Shown);

/// <summary>Curves over the time of a day as SVG: time to the right, from nothing upwards, the names of the curves above.</summary>
internal static class DayPlot
{
    private const int Width = 900;
    private const int Height = 320;
    private const int Left = 70;
    private const int Top = 40;
    private const int Bottom = 40;
    private const int Right = 10;
    private const int Lines = 4;

    public static string Draw(string title, TimeSpan interval, PlotUnit unit, IReadOnlyList<PlotCurve> curves)
    {
        var top = RoundUp(curves.SelectMany(curve => curve.Values).Max() ?? 0);
        var count = Math.Max(2, curves.Max(curve => curve.Values.Count));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode($"{title}: {unit.Shown}, {unit.Name}, over the day")}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">");
        for (var line = 0; line <= Lines; line++)
        {
            var y = Y(top * line / Lines, top);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Right}\" y2=\"{y:F1}\" stroke=\"#ccc\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{top * line / Lines:#,0.##}</text>");
            var (x, time) = (X(count * line / (double)Lines, count), interval * (count * line / (double)Lines));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{Height - 14}\" text-anchor=\"{(line == Lines ? "end" : "middle")}\">{time:hh\\:mm\\:ss}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Top - 22}\">{WebUtility.HtmlEncode(unit.Name)}</text>");
        for (var number = 0; number < curves.Count; number++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Path(curves[number].Values, top, count)}\" fill=\"none\" stroke=\"{curves[number].Colour}\" stroke-width=\"2\" stroke-linecap=\"round\"{Dashes(number)}/>");
            var x = Left + 180 + (170 * number);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x}\" y1=\"{Top - 26}\" x2=\"{x + 30}\" y2=\"{Top - 26}\" stroke=\"{curves[number].Colour}\" stroke-width=\"2\"{Dashes(number)}/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 36}\" y=\"{Top - 22}\">{WebUtility.HtmlEncode(curves[number].Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A line to the next value, or a new beginning after a gap; a value that stands alone is a dot.</summary>
    private static string Path(IReadOnlyList<double?> values, double top, int count)
    {
        var path = new StringBuilder();
        for (var at = 0; at < values.Count; at++)
        {
            if (values[at] is { } value)
            {
                var isBeginning = at == 0 || values[at - 1] is null;
                path.Append(CultureInfo.InvariantCulture, $"{(isBeginning ? 'M' : 'L')}{X(at + 0.5, count):F1},{Y(value, top):F1}{(isBeginning ? "h0" : "")}");
            }
        }

        return path.ToString();
    }

    /// <summary>Curves are told apart without their colours too.</summary>
    private static string Dashes(int number) => number switch
    {
        0 => "",
        1 => " stroke-dasharray=\"8 3\"",
        2 => " stroke-dasharray=\"2 2\"",
        _ => " stroke-dasharray=\"10 3 2 3\"",
    };

    private static double X(double at, int count) => Left + ((Width - Left - Right) * at / count);

    private static double Y(double value, double top) => Height - Bottom - ((Height - Top - Bottom) * value / top);

    /// <summary>So that the lines stand at numbers that can be read.</summary>
    private static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 1.2, 1.6, 2, 3, 4, 6, 8, 10 }.First(step => step * power >= value) * power;
    }
}
