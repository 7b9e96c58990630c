using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Reads how ballots are filled in and counted. Options that are left out get their defaults, so that a plan names every one.</summary>
internal static class VotingRuleReader
{
    private const string Field = "plan.votingRule";
    private const int MostQuotas = 20;
    private const int MostWinners = 2000;
    private const int GreatestFloor = 1000;

    public static VotingRule Read(Fields fields, Wire.VotingRule? rule)
    {
        rule ??= new Wire.VotingRule();
        var type = fields.Known(rule.VoteType, $"{Field}.voteType");
        fields.Number(rule.MaxChoices, $"{Field}.maxChoices", 0, 1000);
        fields.Check(type != Wire.VoteType.ChooseOne || rule.MaxChoices is 0 or 1, $"{Field}.maxChoices", "is 1 where one item is chosen");
        var count = fields.Known(rule.CountRule, $"{Field}.countRule");
        var threshold = fields.Number(rule.VoteThreshold, $"{Field}.voteThreshold", 0, 10_000_000);
        fields.Check(
            threshold == 0 || count != Wire.CountRule.EqualShares, $"{Field}.voteThreshold", "is 0 with Equal Shares, which has a floor on support instead");
        CheckOwn(fields, rule);
        var read = new VotingRule((VoteType)type, (CountRule)count, type == Wire.VoteType.ChooseOne ? 1 : rule.MaxChoices, threshold)
        {
            HasCastcheck = rule.Castcheck,
        };
        return WithOptions(fields, read, rule);
    }

    private static VotingRule WithOptions(Fields fields, VotingRule read, Wire.VotingRule rule) => rule.CountRule switch
    {
        Wire.CountRule.EqualShares => read with { EqualShares = ReadEqualShares(fields, rule.EqualShares ?? new Wire.EqualSharesOptions()) },
        Wire.CountRule.Phragmen => read with { Phragmen = new PhragmenOptions(rule.Phragmen?.PassesOver ?? false) },
        Wire.CountRule.MaxWelfare => read with { MaxWelfare = new MaxWelfareOptions(rule.MaxWelfare?.ByCost ?? false) },
        Wire.CountRule.Cstv => read with { Cstv = ReadCstv(fields, rule.Cstv ?? new Wire.CstvOptions()) },
        _ => read with { Greedy = ReadGreedy(fields, rule.Greedy ?? new Wire.GreedyOptions()) },
    };

    private static bool IsGreedy(Wire.CountRule rule) =>
        rule is Wire.CountRule.Greedy or Wire.CountRule.GreedyNoSkip or Wire.CountRule.GreedyPerCost;

    /// <summary>Options of another rule would be lost without a word.</summary>
    private static void CheckOwn(Fields fields, Wire.VotingRule rule)
    {
        Own(rule.Greedy, IsGreedy(rule.CountRule), "greedy");
        Own(rule.EqualShares, rule.CountRule == Wire.CountRule.EqualShares, "equalShares");
        Own(rule.Phragmen, rule.CountRule == Wire.CountRule.Phragmen, "phragmen");
        Own(rule.MaxWelfare, rule.CountRule == Wire.CountRule.MaxWelfare, "maxWelfare");
        Own(rule.Cstv, rule.CountRule == Wire.CountRule.Cstv, "cstv");

        void Own(object? options, bool isOwn, string name) => fields.Check(options is null || isOwn, $"{Field}.{name}", "are the options of another rule");
    }

    private static GreedyOptions ReadGreedy(Fields fields, Wire.GreedyOptions options)
    {
        const string Name = $"{Field}.greedy.sizeQuotas";
        fields.Check(options.SizeQuotas.Count <= MostQuotas, Name, $"are more than {MostQuotas}");
        List<SizeQuota> quotas = [.. options.SizeQuotas.Take(MostQuotas).Select(quota => new SizeQuota(
            fields.Money(quota.MaxCostOre, $"{Name}.maxCostOre", 1, Money.Max.Ore),
            fields.Number(quota.Winners, $"{Name}.winners", 0, MostWinners)))];
        fields.Check(quotas.DistinctBy(quota => quota.MaxCost).Count() == quotas.Count, Name, "have the same greatest cost");
        return new GreedyOptions(quotas);
    }

    private static EqualSharesOptions ReadEqualShares(Fields fields, Wire.EqualSharesOptions options)
    {
        const string Name = $"{Field}.equalShares";
        var read = new EqualSharesOptions(
            (EqualSharesUtility)Given(fields, options.Utility, Wire.EqualSharesUtility.Cost, $"{Name}.utility"),
            (EqualSharesCompletion)Given(fields, options.Completion, Wire.EqualSharesCompletion.Add1Utilitarian, $"{Name}.completion"),
            (EqualSharesComparison)Given(fields, options.Comparison, Wire.EqualSharesComparison.None, $"{Name}.comparison"),
            options.StartsExact,
            options.IncrementOre == 0
                ? EqualSharesOptions.LeastIncrement
                : fields.Money(options.IncrementOre, $"{Name}.incrementOre", EqualSharesOptions.LeastIncrement.Ore, Money.Max.Ore),
            options.ExhaustiveStop,
            fields.Number(options.SupportFloor, $"{Name}.supportFloor", 0, GreatestFloor));
        fields.Check(read.IsAdd1 || options.IncrementOre == 0, $"{Name}.incrementOre", "is for a completion by Add1");
        fields.Check(read.IsAdd1 || !read.ExhaustiveStop, $"{Name}.exhaustiveStop", "is for a completion by Add1");
        return read;
    }

    private static CstvOptions ReadCstv(Fields fields, Wire.CstvOptions options) => new(
        (CstvTransfer)Given(fields, options.Transfer, Wire.CstvTransfer.Elimination, $"{Field}.cstv.transfer"),
        (CstvSelection)Given(fields, options.Selection, Wire.CstvSelection.Excess, $"{Field}.cstv.selection"));

    /// <summary>The choice that is given, or what holds when none is.</summary>
    private static T Given<T>(Fields fields, T value, T otherwise, string field)
        where T : struct, System.Enum => EqualityComparer<T>.Default.Equals(value, default) ? otherwise : fields.Known(value, field);
}
