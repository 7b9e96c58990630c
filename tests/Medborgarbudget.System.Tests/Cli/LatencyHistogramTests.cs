using Medborgarbudget.Cli.Rehearse.Casting;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.5, 5000)]
    [InlineData(0.99, 9900)]
    [InlineData(1, 10000)]
    public void A_percentile_is_right_within_three_percent(double share, double milliseconds)
    {
        var histogram = new LatencyHistogram();
        for (var number = 1; number <= 10_000; number++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(number));
        }

        histogram.Percentile(share).TotalMilliseconds.ShouldBe(milliseconds, milliseconds * 0.032);
    }

    [Fact]
    public void Nothing_measured_is_zero() => new LatencyHistogram().Percentile(0.99).ShouldBe(TimeSpan.Zero);
}
