using Medborgarbudget.Cli.Rehearse.Shaped;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class ArrivalShapeTests
{
    private const int Voters = 200_000;
    private static readonly TimeSpan Day = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("flat", 0.9, 0.1)]
    [InlineData("tv-minute", 0.4, 0.5)]
    [InlineData("estonia", 23.0 / 24, 4.5 / 24)]
    public void The_busiest_part_gets_its_share_of_the_voters(string name, double from, double share)
    {
        var shape = Of(name);
        var (begin, end) = (Day * from, name == "flat" ? Day : Day * (from + (1.0 / shape.Parts.Count)));

        var came = shape.Arrivals(Voters, Day).Count(moment => moment >= begin && moment <= end);

        // Seven times the standard deviation of a share drawn from so many.
        (came / (double)Voters).ShouldBe(share, 7 * Math.Sqrt(0.25 / Voters));
    }

    [Fact]
    public void Arrivals_are_in_order_and_within_the_day()
    {
        foreach (var shape in ArrivalShape.All)
        {
            var arrivals = shape.Arrivals(Voters, Day);

            arrivals.Length.ShouldBe(Voters);
            arrivals.ShouldBe(arrivals.Order());
            arrivals[0].ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            arrivals[^1].ShouldBeLessThanOrEqualTo(Day);
        }
    }

    [Fact]
    public void The_planned_rate_of_all_parts_makes_up_all_voters()
    {
        foreach (var shape in ArrivalShape.All)
        {
            var parts = shape.Parts.Count;
            var planned = Enumerable.Range(0, parts).Sum(part => shape.RateAt((part + 0.5) / parts, Voters, Day) * Day.TotalSeconds / parts);

            planned.ShouldBe(Voters, 0.001);
        }
    }

    private static ArrivalShape Of(string name) => ArrivalShape.All.Single(shape => shape.Name == name);
}
