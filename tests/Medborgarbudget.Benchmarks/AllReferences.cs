using Medborgarbudget.Tally;

namespace Medborgarbudget.Benchmarks;

/// <summary>All real elections under every reference rule, parse included.</summary>
/// <param name="Elections">How many elections.</param>
/// <param name="Counts">How many counts.</param>
/// <param name="Different">How many elected others than the reference, projects without votes left out.</param>
/// <param name="Seconds">Processor time together.</param>
/// <param name="ParseMegabytesPerSecond">Of all files together.</param>
/// <param name="SecondsByRule">Processor time by reference rule.</param>
internal sealed record AllReferences(
    int Elections, int Counts, int Different, double Seconds, double ParseMegabytesPerSecond, SortedDictionary<string, double> SecondsByRule)
{
    private static readonly EqualSharesRule AtQuotient = new() { StartsIntegral = false, Completion = EqualSharesCompletion.None };

    public static AllReferences Measure(string folder)
    {
        var byRule = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double parsing = 0, megabytes = 0;
        int elections = 0, counts = 0, different = 0;
        foreach (var name in RealElections.Names(folder))
        {
            var bytes = File.ReadAllBytes(RealElections.FileOf(folder, name));
            Election? election = null;
            parsing += CpuClock.Measure(() => election = Marks.Read(bytes)) / 1e3;
            megabytes += bytes.Length / 1e6;
            elections++;
            var reference = RealElections.Reference(folder, name);
            foreach (var (key, rule) in Rules(reference.GetProperty("add1_increment").GetInt64()))
            {
                if (!reference.GetProperty("rules").TryGetProperty(key, out var expected) || !expected.TryGetProperty("selected", out var selected))
                {
                    continue;
                }

                CountOutcome? outcome = null;
                byRule[key] = byRule.GetValueOrDefault(key) + (CpuClock.Measure(() => outcome = rule.Count(election!)) / 1e3);
                counts++;
                different += IsSame(outcome!, [.. selected.EnumerateArray().Select(id => id.GetString()!)]) ? 0 : 1;
            }
        }

        return new AllReferences(elections, counts, different, parsing + byRule.Values.Sum(), megabytes / parsing, byRule);
    }

    private static (string Key, VotingRule Rule)[] Rules(long increment) =>
    [
        ("greedy_votes", new GreedyRule()),
        ("greedy_votes_per_cost", new GreedyRule { Order = GreedyOrder.VotesPerCost }),
        ("greedy_points_per_cost", new GreedyRule { Order = GreedyOrder.PointsPerCost, OrdinalScoring = OrdinalScoring.PlacesBelow }),
        ("phragmen", new PhragmenRule()),
        ("mes", AtQuotient),
        ("mes_cardinality", AtQuotient with { Utility = EqualSharesUtility.Cardinality }),
        ("mes_points", AtQuotient with { Utility = EqualSharesUtility.Points, OrdinalScoring = OrdinalScoring.PlacesBelow }),
        ("mes_greedy", AtQuotient with { Completion = EqualSharesCompletion.Utilitarian }),
        ("mes_add1u", new EqualSharesRule { HasExhaustiveStop = true, Increment = ExactDecimal.Whole(increment) }),
    ];

    /// <summary>The reference takes projects without votes at the end of a walk; this engine never does.</summary>
    private static bool IsSame(CountOutcome outcome, string[] expected)
    {
        var unsupported = Enumerable.Range(0, outcome.Projects.Length)
            .Where(project => outcome.Support.Votes[project] == 0)
            .Select(project => outcome.Election.Projects[project].Id);
        return outcome.SelectedIds.SequenceEqual(expected.Except(unsupported));
    }
}
