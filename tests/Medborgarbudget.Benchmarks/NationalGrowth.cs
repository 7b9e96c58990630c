using System.Diagnostics;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Benchmarks;

/// <summary>The made-up national election at one size.</summary>
internal sealed record NationalPoint(
    int Ballots, int DistinctBallots, double BuildSeconds, double GreedySeconds, double Add1Seconds, int Add1Runs, int Winners, long PeakMegabytes);

/// <summary>The national election at growing sizes, each by greedy and by Equal Shares with Add1 in steps of five kronor.</summary>
internal static class NationalGrowth
{
    private static readonly int[] Sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 8_000_000];

    private static readonly EqualSharesRule Add1 = new() { HasExhaustiveStop = true, Increment = ExactDecimal.Whole(5) };

    /// <summary>Sizes go upwards, so the peak of the process so far is that of the latest size.</summary>
    public static IEnumerable<NationalPoint> Measure(int most)
    {
        foreach (var ballots in Sizes.Where(size => size <= most))
        {
            Election? election = null;
            CountOutcome? outcome = null;
            var runs = new LastRun();
            var building = CpuClock.Measure(() => election = NationalElection.Generate(ballots));
            var greedy = CpuClock.Measure(() => new GreedyRule().Count(election!));
            var add1 = CpuClock.Measure(() => outcome = Add1.Count(election!, runs, CancellationToken.None));
            using var process = Process.GetCurrentProcess();
            yield return new NationalPoint(
                ballots, election!.Ballots.Count, building / 1e3, greedy / 1e3, add1 / 1e3, runs.Number, outcome!.Winners.Length, process.PeakWorkingSet64 >> 20);
        }
    }
}
