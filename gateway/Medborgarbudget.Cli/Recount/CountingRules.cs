using System.Collections.Immutable;
using System.CommandLine;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The rules by the names that the command line has for them, with the options that mean something to each.</summary>
internal static class CountingRules
{
    private static readonly OrderedDictionary<string, Known> Rules = new()
    {
        ["greedy"] = new(
            Greedy, RuleOptions.Order, RuleOptions.Threshold, RuleOptions.NoSkip, RuleOptions.Scoring, RuleOptions.Exclusive),
        ["equal-shares"] = new(
            EqualShares,
            RuleOptions.Utility, RuleOptions.Start, RuleOptions.Increment, RuleOptions.ExhaustiveStop, RuleOptions.Completion, RuleOptions.Scoring,
            RuleOptions.Exclusive),
        ["phragmen"] = new(Phragmen, RuleOptions.Threshold, RuleOptions.NoSkip, RuleOptions.Skip, RuleOptions.Exclusive),
        ["max-welfare"] = new(MaxWelfare, RuleOptions.Utility, RuleOptions.Threshold, RuleOptions.Scoring, RuleOptions.Exclusive),
        ["cstv"] = new(
            Cstv, RuleOptions.Transfer, RuleOptions.Selection, RuleOptions.Threshold, RuleOptions.Scoring, RuleOptions.Exclusive),
        ["majority-judgement"] = new(
            MajorityJudgement, RuleOptions.LeastGrade, RuleOptions.NoSkip, RuleOptions.Scoring, RuleOptions.Exclusive),
    };

    public static IEnumerable<string> Names => Rules.Keys;

    private sealed record Known(Func<RuleOptions, VotingRule> Make, params Option[] Options);

    /// <summary>The rules that are named, each with those of the options that mean something to it.</summary>
    /// <exception cref="CommandException">An option means nothing to any of them.</exception>
    public static ImmutableArray<VotingRule> Of(IReadOnlyCollection<string> names, RuleOptions options)
    {
        foreach (var option in options.Given)
        {
            if (!names.Any(name => Rules[name].Options.Contains(option)))
            {
                throw CommandException.BadInput($"{option.Name} means nothing to --rule {string.Join(" or ", names)}.");
            }
        }

        return [.. names.Select(name => Rules[name].Make(options))];
    }

    private static GreedyRule Greedy(RuleOptions options)
    {
        var order = options.Value(RuleOptions.Order, WireNames.WireName, GreedyOrder.Votes);
        return new GreedyRule
        {
            Order = order,
            StopsAtFirstMisfit = options.Has(RuleOptions.NoSkip),
            Threshold = options.Amount(RuleOptions.Threshold),
            OrdinalScoring = Scoring(options, order == GreedyOrder.PointsPerCost ? OrdinalScoring.PlacesBelow : OrdinalScoring.MaxLength),
            ExclusiveGroups = Groups(options),
        };
    }

    private static EqualSharesRule EqualShares(RuleOptions options)
    {
        var completion = options.Value(RuleOptions.Completion, WireNames.WireName, EqualSharesCompletion.None);
        var isAdd1 = completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1ThenUtilitarian;
        if (!isAdd1 && (options.Has(RuleOptions.ExhaustiveStop) || options.Amount(RuleOptions.Increment) is not null))
        {
            throw CommandException.BadInput("--increment and --exhaustive-stop mean nothing without --completion add1 or add1-utilitarian.");
        }

        var increment = options.Amount(RuleOptions.Increment) ?? ExactDecimal.Whole(1);
        return new EqualSharesRule
        {
            Utility = options.Value(RuleOptions.Utility, WireNames.WireName, EqualSharesUtility.Cost),
            StartsIntegral = options.Text(RuleOptions.Start, isAdd1 ? "integral" : "exact") == "integral",
            Increment = increment.Units > 0 ? increment : throw CommandException.BadInput("--increment is above zero."),
            HasExhaustiveStop = options.Has(RuleOptions.ExhaustiveStop),
            Completion = completion,
            OrdinalScoring = Scoring(options, OrdinalScoring.PlacesBelow),
            ExclusiveGroups = Groups(options),
        };
    }

    private static PhragmenRule Phragmen(RuleOptions options) => options.Has(RuleOptions.Skip) && options.Has(RuleOptions.NoSkip)
        ? throw CommandException.BadInput("--skip and --no-skip exclude each other.")
        : new()
        {
            SkipsWhatDoesNotFit = options.Has(RuleOptions.Skip),
            Threshold = options.Amount(RuleOptions.Threshold),
            ExclusiveGroups = Groups(options),
        };

    private static MaxWelfareRule MaxWelfare(RuleOptions options) => new()
    {
        Measure = options.Value(RuleOptions.Utility, WireNames.WireName, EqualSharesUtility.Cardinality) switch
        {
            EqualSharesUtility.Cost => WelfareMeasure.VotesTimesCost,
            EqualSharesUtility.Points => WelfareMeasure.Points,
            EqualSharesUtility.Cardinality => WelfareMeasure.Votes,
        },
        Threshold = options.Amount(RuleOptions.Threshold),
        OrdinalScoring = Scoring(options, OrdinalScoring.PlacesBelow),
        ExclusiveGroups = Groups(options),
    };

    private static CstvRule Cstv(RuleOptions options) => new()
    {
        Transfer = options.Value(RuleOptions.Transfer, WireNames.WireName, CstvTransfer.Elimination),
        Selection = options.Value(RuleOptions.Selection, WireNames.WireName, CstvSelection.Excess),
        Threshold = options.Amount(RuleOptions.Threshold),
        OrdinalScoring = Scoring(options, OrdinalScoring.BallotLength),
        ExclusiveGroups = Groups(options),
    };

    private static MajorityJudgementRule MajorityJudgement(RuleOptions options) => new()
    {
        LeastGrade = options.Whole(RuleOptions.LeastGrade),
        StopsAtFirstMisfit = options.Has(RuleOptions.NoSkip),
        OrdinalScoring = Scoring(options, OrdinalScoring.MaxLength),
        ExclusiveGroups = Groups(options),
    };

    private static OrdinalScoring Scoring(RuleOptions options, OrdinalScoring otherwise) =>
        options.Value(RuleOptions.Scoring, WireNames.WireName, otherwise);

    private static ImmutableArray<ImmutableArray<string>> Groups(RuleOptions options) =>
        [.. options.Groups().Select(group => group.ToImmutableArray())];
}
