using System.Globalization;
using System.Text;

namespace Medborgarbudget.Benchmarks;

/// <summary>Processor time against ballots, both on logarithmic scales, as SVG; the dashed line is growth in proportion.</summary>
internal static class GrowthPlot
{
    private const double Width = 720;
    private const double Height = 440;
    private const double Margin = 60;
    private const int FirstBallots = 4;
    private const int LastBallots = 7;
    private const int FirstSeconds = -3;
    private const int LastSeconds = 4;

    public static string Draw(IReadOnlyList<NationalPoint> points)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'>");
        Add(svg, $"<rect width='{Width}' height='{Height}' fill='white'/>");
        DrawScales(svg);
        Line(svg, points, "#555555", "greedy", point => point.GreedySeconds);
        Line(svg, points, "#0a7d3c", "build", point => point.BuildSeconds);
        Line(svg, points, "#1f4e9c", "Equal Shares, Add1", point => point.Add1Seconds);
        if (points is [var first, .., var last])
        {
            var proportional = first.Add1Seconds * last.Ballots / first.Ballots;
            Add(svg, $"<path d='M{X(first.Ballots)} {Y(first.Add1Seconds)}L{X(last.Ballots)} {Y(proportional)}' stroke='#1f4e9c' stroke-dasharray='4 4' fill='none'/>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawScales(StringBuilder svg)
    {
        for (var power = FirstBallots; power <= LastBallots; power++)
        {
            var x = X(Math.Pow(10, power));
            Add(svg, $"<path d='M{x} {Margin}V{Height - Margin}' stroke='#dddddd'/><text x='{x}' y='{Height - Margin + 18}' text-anchor='middle'>10^{power}</text>");
        }

        for (var power = FirstSeconds; power <= LastSeconds; power++)
        {
            var y = Y(Math.Pow(10, power));
            Add(svg, $"<path d='M{Margin} {y}H{Width - Margin}' stroke='#dddddd'/><text x='{Margin - 6}' y='{y + 4}' text-anchor='end'>10^{power} s</text>");
        }

        Add(svg, $"<text x='{Width / 2}' y='{Height - 14}' text-anchor='middle'>ballots</text><text x='{Margin}' y='{Margin - 24}'>processor time, one thread</text>");
    }

    private static void Line(StringBuilder svg, IReadOnlyList<NationalPoint> points, string colour, string name, Func<NationalPoint, double> seconds)
    {
        var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Ballots):f1} {Y(seconds(point)):f1}")));
        Add(svg, $"<path d='M{path}' stroke='{colour}' stroke-width='2' fill='none'/>");
        Add(svg, $"<text x='{X(points[^1].Ballots) - 4}' y='{Y(seconds(points[^1])) - 6}' text-anchor='end' fill='{colour}'>{name}</text>");
    }

    private static double X(double ballots) =>
        Margin + ((Math.Log10(ballots) - FirstBallots) / (LastBallots - FirstBallots) * (Width - (2 * Margin)));

    private static double Y(double seconds) =>
        Height - Margin - ((Math.Log10(Math.Max(1e-3, seconds)) - FirstSeconds) / (LastSeconds - FirstSeconds) * (Height - (2 * Margin)));

    private static void Add(StringBuilder svg, FormattableString line) => svg.AppendLine(FormattableString.Invariant(line));
}
