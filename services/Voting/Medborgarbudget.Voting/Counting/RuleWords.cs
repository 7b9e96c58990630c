using System.Globalization;

namespace Medborgarbudget.Voting.Counting;

/// <summary>A rule and every option that is chosen, in words, for who reads the counted list or the result without a program.</summary>
internal static class RuleWords
{
    public static string Of(Tally.VotingRule rule)
    {
        var words = rule switch
        {
            Tally.GreedyRule greedy => [.. Greedy(greedy), .. Threshold(greedy.Threshold)],
            Tally.EqualSharesRule shares => EqualShares(shares),
            Tally.PhragmenRule phragmen => ["Sequential Phragmén", phragmen.SkipsWhatDoesNotFit ? "passes over what does not fit" : "stops at the first that does not fit", .. Threshold(phragmen.Threshold)],
            Tally.MaxWelfareRule welfare => ["The set that fits with most votes" + (welfare.Measure == Tally.WelfareMeasure.VotesTimesCost ? " times cost" : ""), .. Threshold(welfare.Threshold)],
            Tally.CstvRule cstv => ["Cumulative votes with transfers", $"transfer {Tally.WireNames.WireName(cstv.Transfer)}", $"selection {Tally.WireNames.WireName(cstv.Selection)}", .. Threshold(cstv.Threshold)],
            _ => (IEnumerable<string>)[rule.Name],
        };
        return $"{string.Join("; ", words)}; ties: {Manifest.TieOrder}.";
    }

    private static IEnumerable<string> Greedy(Tally.GreedyRule greedy)
    {
        var order = greedy.Order == Tally.GreedyOrder.VotesPerCost ? "most votes per krona first" : "most votes first";
        yield return $"Greedy: {order}, {(greedy.StopsAtFirstMisfit ? "stop at the first that does not fit" : "skip what does not fit")}";
        foreach (var quota in greedy.SizeQuotas)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at most {quota.Winners} winners of at most {quota.MostCost} kr");
        }
    }

    private static IEnumerable<string> EqualShares(Tally.EqualSharesRule shares)
    {
        yield return $"Equal Shares: utility {Tally.WireNames.WireName(shares.Utility)}";
        yield return shares.StartsIntegral ? "starts at whole kronor" : "starts exactly";
        yield return $"completion {Tally.WireNames.WireName(shares.Completion)}";
        if (shares.IsAdd1)
        {
            yield return $"increment {shares.Increment} kr, {(shares.HasExhaustiveStop ? "stops when nothing more fits" : "no exhaustive stop")}";
        }

        if (shares.SupportFloor is { } floor)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"floor on support {floor}");
        }

        if (shares.Comparison != Tally.EqualSharesComparison.None)
        {
            yield return $"compared with greedy by {Tally.WireNames.WireName(shares.Comparison)}";
        }
    }

    private static string[] Threshold(Tally.ExactDecimal? threshold) => threshold is { } least ? [$"at least {least} votes to win"] : [];
}
