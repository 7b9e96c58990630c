using Medborgarbudget.Cli;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G9 at the reader's: <c>mb verify</c> of all that auditors get of a vote, every ballot with it.</summary>
internal static class VerifyGoals
{
    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("medborgarbudget-verify-");
        try
        {
            PublishedElection.Write(folder.FullName, options.Fill);
            var speeds = new List<double>();
            for (var round = 0; round < options.Rounds; round++)
            {
                speeds.Add(options.Fill / await CpuSecondsAsync(folder.FullName));
            }

            var conditions = FormattableString.Invariant($"{options.Fill} sealed ballots, every signature, hash and count; processor time of all threads; median of {options.Rounds}");
            return [Goal.AtLeast("G9", "ballots/s verified by mb verify, a core", BallotBench.Median(speeds), 100_000, conditions)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> CpuSecondsAsync(string folder)
    {
        var (output, before) = (new StringWriter(), Environment.CpuUsage.TotalTime);
        var exit = await Mb.RunAsync(["verify", folder], output, Console.Error, CancellationToken.None);
        return exit == 0
            ? (Environment.CpuUsage.TotalTime - before).TotalSeconds
            : throw new InvalidOperationException($"A vote in order was found to have faults: {output}");
    }
}
