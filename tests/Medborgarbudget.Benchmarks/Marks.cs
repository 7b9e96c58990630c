using System.Text.Json;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Benchmarks;

/// <summary>One row of the marks: medians in milliseconds of processor time, and what the peers took in seconds.</summary>
internal sealed record Mark(
    string Name,
    long Ballots,
    int Projects,
    int DistinctBallots,
    int Add1Runs,
    double ParseMegabytesPerSecond,
    double GreedyMs,
    double EqualSharesMs,
    double Add1ThenVotesMs,
    double? PeerEqualSharesSeconds,
    double? PeerAdd1Seconds);

/// <summary>
/// The elections that engines are compared on. Rounds are interleaved, each measuring every election once, so that a busy minute
/// hits all alike; the first round warms up and is not counted.
/// </summary>
internal static class Marks
{
    public static readonly string[] Names =
    [
        "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget", "France_Toulouse_2022", "Netherlands_Amsterdam_252",
        "Poland_Krakow_2022", "Poland_Warszawa_2026",
    ];

    private static readonly EqualSharesRule Once = new() { StartsIntegral = false, Completion = EqualSharesCompletion.None };
    private static readonly EqualSharesRule Add1 = new() { HasExhaustiveStop = true };

    public static List<Mark> Measure(string folder, int rounds)
    {
        var runs = Names.Select(name => new Run(folder, name)).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            runs.ForEach(run => run.Once(isCounted: round > 0));
        }

        return runs.ConvertAll(run => run.Mark());
    }

    private sealed class Run(string folder, string name)
    {
        private readonly byte[] bytes = File.ReadAllBytes(RealElections.FileOf(folder, name));
        private readonly List<double>[] times = [[], [], [], []];
        private Election? election;
        private readonly LastRun add1Runs = new();

        public void Once(bool isCounted)
        {
            var parsing = CpuClock.Measure(() => election = Read(bytes));
            Note(0, parsing, isCounted);
            Note(1, CpuClock.Measure(() => new GreedyRule().Count(election!)), isCounted);
            Note(2, CpuClock.Measure(() => Marks.Once.Count(election!)), isCounted);
            Note(3, CpuClock.Measure(() => Add1.Count(election!, add1Runs, CancellationToken.None)), isCounted);
        }

        public Mark Mark()
        {
            var rules = RealElections.Reference(folder, name).GetProperty("rules");
            return new Mark(
                name,
                election!.Ballots.BallotCount,
                election.Projects.Length,
                election.Ballots.Count,
                add1Runs.Number,
                bytes.Length / 1e3 / CpuClock.Median(times[0]),
                CpuClock.Median(times[1]),
                CpuClock.Median(times[2]),
                CpuClock.Median(times[3]),
                Seconds(rules, "mes", "cpu_s"),
                Seconds(rules, "mes_add1u", "js_cpu_s"));
        }

        private void Note(int column, double time, bool isCounted)
        {
            if (isCounted)
            {
                times[column].Add(time);
            }
        }
    }

    internal static Election Read(byte[] bytes) =>
        PbReader.TryRead(bytes, out var file, out var fault) ? file.Election : throw new InvalidDataException(fault.ToString());

    private static double? Seconds(JsonElement rules, string rule, string property) =>
        rules.TryGetProperty(rule, out var outcome) && outcome.TryGetProperty(property, out var seconds) && seconds.ValueKind == JsonValueKind.Number
            ? seconds.GetDouble()
            : null;
}
