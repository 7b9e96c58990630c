using System.Globalization;
using System.Text;

namespace Medborgarbudget.Benchmarks;

/// <summary>A line of a plot, points from left to right.</summary>
internal sealed record PlotLine(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A scale in powers of ten, the first and the last of which are the edges of the plot.</summary>
internal sealed record PlotScale(string Name, int First, int Last);

/// <summary>Lines over two logarithmic scales as SVG.</summary>
internal static class LogPlot
{
    private const double Width = 720;
    private const double Height = 440;
    private const double Margin = 60;

    public static string Draw(PlotScale x, PlotScale y, IReadOnlyList<PlotLine> lines, PlotLine? dashed = null)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'>");
        Add(svg, $"<rect width='{Width}' height='{Height}' fill='white'/>");
        DrawScales(svg, x, y);
        foreach (var line in lines.Where(line => line.Points.Count > 0))
        {
            Add(svg, $"<path d='{Path(line, x, y)}' stroke='{line.Colour}' stroke-width='2' fill='none'/>");
            var (endX, endY) = line.Points[^1];
            Add(svg, $"<text x='{At(x, endX) - 4}' y='{Up(y, endY) - 6}' text-anchor='end' fill='{line.Colour}'>{line.Name}</text>");
        }

        if (dashed is not null)
        {
            Add(svg, $"<path d='{Path(dashed, x, y)}' stroke='{dashed.Colour}' stroke-dasharray='4 4' fill='none'/>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawScales(StringBuilder svg, PlotScale x, PlotScale y)
    {
        for (var power = x.First; power <= x.Last; power++)
        {
            var at = At(x, Math.Pow(10, power));
            Add(svg, $"<path d='M{at} {Margin}V{Height - Margin}' stroke='#dddddd'/><text x='{at}' y='{Height - Margin + 18}' text-anchor='middle'>10^{power}</text>");
        }

        for (var power = y.First; power <= y.Last; power++)
        {
            var up = Up(y, Math.Pow(10, power));
            Add(svg, $"<path d='M{Margin} {up}H{Width - Margin}' stroke='#dddddd'/><text x='{Margin - 6}' y='{up + 4}' text-anchor='end'>10^{power}</text>");
        }

        Add(svg, $"<text x='{Width / 2}' y='{Height - 14}' text-anchor='middle'>{x.Name}</text><text x='{Margin}' y='{Margin - 24}'>{y.Name}</text>");
    }

    private static string Path(PlotLine line, PlotScale x, PlotScale y) => "M" + string.Join(
        'L', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{At(x, point.X):f1} {Up(y, point.Y):f1}")));

    private static double At(PlotScale x, double value) => Margin + (Share(x, value) * (Width - (2 * Margin)));

    private static double Up(PlotScale y, double value) => Height - Margin - (Share(y, value) * (Height - (2 * Margin)));

    private static double Share(PlotScale scale, double value) =>
        (Math.Log10(Math.Max(Math.Pow(10, scale.First), value)) - scale.First) / (scale.Last - scale.First);

    private static void Add(StringBuilder svg, FormattableString line) => svg.AppendLine(FormattableString.Invariant(line));
}
