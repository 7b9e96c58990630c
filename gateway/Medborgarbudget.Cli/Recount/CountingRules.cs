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
            RuleOptions.Utility, RuleOptions.Start, RuleOptions.Increment, RuleOptions.ExhaustiveStop, RuleOptions.Completion, RuleOptions.Scoring),
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

    private static GreedyRule Greedy(RuleOptions options) => new()
    {
        Order = options.Text(RuleOptions.Order, "votes") switch
        {
            "points" => GreedyOrder.Points,
            "votes-per-cost" => GreedyOrder.VotesPerCost,
            "points-per-cost" => GreedyOrder.PointsPerCost,
            _ => GreedyOrder.Votes,
        },
        StopsAtFirstMisfit = options.Has(RuleOptions.NoSkip),
        Threshold = options.Amount(RuleOptions.Threshold),
        OrdinalScoring = Scoring(options, options.Text(RuleOptions.Order, "") == "points-per-cost" ? "places-below" : "max-length"),
        ExclusiveGroups = Groups(options),
    };

    private static EqualSharesRule EqualShares(RuleOptions options)
    {
        var completion = options.Text(RuleOptions.Completion, "none") switch
        {
            "utilitarian" => EqualSharesCompletion.Utilitarian,
            "add1" => EqualSharesCompletion.Add1,
            "add1-utilitarian" => EqualSharesCompletion.Add1ThenUtilitarian,
            _ => EqualSharesCompletion.None,
        };
        var isAdd1 = completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1ThenUtilitarian;
        if (!isAdd1 && (options.Has(RuleOptions.ExhaustiveStop) || options.Amount(RuleOptions.Increment) is not null))
        {
            throw CommandException.BadInput("--increment and --exhaustive-stop mean nothing without --completion add1 or add1-utilitarian.");
        }

        var increment = options.Amount(RuleOptions.Increment) ?? ExactDecimal.Whole(1);
        return new EqualSharesRule
        {
            Utility = options.Text(RuleOptions.Utility, "cost") switch
            {
                "cardinality" => EqualSharesUtility.Cardinality,
                "points" => EqualSharesUtility.Points,
                _ => EqualSharesUtility.Cost,
            },
            StartsIntegral = options.Text(RuleOptions.Start, isAdd1 ? "integral" : "exact") == "integral",
            Increment = increment.Units > 0 ? increment : throw CommandException.BadInput("--increment is above zero."),
            HasExhaustiveStop = options.Has(RuleOptions.ExhaustiveStop),
            Completion = completion,
            OrdinalScoring = Scoring(options, "places-below"),
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
        Measure = options.Text(RuleOptions.Utility, "cardinality") switch
        {
            "cost" => WelfareMeasure.VotesTimesCost,
            "points" => WelfareMeasure.Points,
            _ => WelfareMeasure.Votes,
        },
        Threshold = options.Amount(RuleOptions.Threshold),
        OrdinalScoring = Scoring(options, "places-below"),
        ExclusiveGroups = Groups(options),
    };

    private static CstvRule Cstv(RuleOptions options) => new()
    {
        Transfer = options.Text(RuleOptions.Transfer, "elimination") == "minimal" ? CstvTransfer.Minimal : CstvTransfer.Elimination,
        Selection = options.Text(RuleOptions.Selection, "excess") switch
        {
            "support-per-cost" => CstvSelection.SupportPerCost,
            "support" => CstvSelection.Support,
            _ => CstvSelection.Excess,
        },
        Threshold = options.Amount(RuleOptions.Threshold),
        OrdinalScoring = Scoring(options, "ballot-length"),
        ExclusiveGroups = Groups(options),
    };

    private static MajorityJudgementRule MajorityJudgement(RuleOptions options) => new()
    {
        LeastGrade = options.Whole(RuleOptions.LeastGrade),
        StopsAtFirstMisfit = options.Has(RuleOptions.NoSkip),
        OrdinalScoring = Scoring(options, "max-length"),
        ExclusiveGroups = Groups(options),
    };

    private static OrdinalScoring Scoring(RuleOptions options, string otherwise) => options.Text(RuleOptions.Scoring, otherwise) switch
    {
        "ballot-length" => OrdinalScoring.BallotLength,
        "places-below" => OrdinalScoring.PlacesBelow,
        _ => OrdinalScoring.MaxLength,
    };

    private static ImmutableArray<ImmutableArray<string>> Groups(RuleOptions options) =>
        [.. options.Groups().Select(group => group.ToImmutableArray())];
}
