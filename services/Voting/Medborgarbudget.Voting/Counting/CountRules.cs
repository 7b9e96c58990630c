using Medborgarbudget.Contracts.Events;
using V1 = Medborgarbudget.Contracts.Budget.V1;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The rule of a plan as the counting library knows it, and back as the contract words it.</summary>
internal static class CountRules
{
    /// <summary>Reads the rule that Budget tells. Throws <see cref="ArgumentException"/> for one that this version does not know.</summary>
    public static VotingRule Read(VotingRuleData rule) => new(
        Enum.Parse<VoteType>(rule.VoteType),
        rule.MaxChoices,
        rule.CountRule switch
        {
            "Greedy" or "GreedyNoSkip" or "GreedyPerCost" => ReadGreedy(rule),
            "EqualShares" => Read(rule.EqualShares!),
            "Phragmen" => new Tally.PhragmenRule { SkipsWhatDoesNotFit = rule.PassesOver, Threshold = Threshold(rule) },
            "MaxWelfare" => new Tally.MaxWelfareRule
            {
                Measure = rule.ByCost ? Tally.WelfareMeasure.VotesTimesCost : Tally.WelfareMeasure.Votes,
                Threshold = Threshold(rule),
            },
            "Cstv" => new Tally.CstvRule
            {
                Transfer = Enum.Parse<Tally.CstvTransfer>(rule.Cstv!.Transfer),
                Selection = Enum.Parse<Tally.CstvSelection>(rule.Cstv.Selection),
                Threshold = Threshold(rule),
            },
            var other => throw new ArgumentException($"The rule {other} is of a newer version.", nameof(rule)),
        })
    {
        HasCastcheck = rule.Castcheck,
    };

    /// <summary>The rule as the plan gave it.</summary>
    public static V1.VotingRule ToMessage(this VotingRule rule)
    {
        var message = new V1.VotingRule
        {
            VoteType = Enum.Parse<V1.VoteType>(rule.VoteType.ToString()),
            MaxChoices = rule.MaxChoices,
            Castcheck = rule.HasCastcheck,
        };
        switch (rule.Count)
        {
            case Tally.GreedyRule greedy:
                Put(message, greedy);
                break;
            case Tally.EqualSharesRule shares:
                (message.CountRule, message.EqualShares) = (V1.CountRule.EqualShares, ToMessage(shares));
                break;
            case Tally.PhragmenRule phragmen:
                (message.CountRule, message.VoteThreshold) = (V1.CountRule.Phragmen, Whole(phragmen.Threshold));
                message.Phragmen = new V1.PhragmenOptions { PassesOver = phragmen.SkipsWhatDoesNotFit };
                break;
            case Tally.MaxWelfareRule welfare:
                (message.CountRule, message.VoteThreshold) = (V1.CountRule.MaxWelfare, Whole(welfare.Threshold));
                message.MaxWelfare = new V1.MaxWelfareOptions { ByCost = welfare.Measure == Tally.WelfareMeasure.VotesTimesCost };
                break;
            case Tally.CstvRule cstv:
                (message.CountRule, message.VoteThreshold) = (V1.CountRule.Cstv, Whole(cstv.Threshold));
                message.Cstv = new V1.CstvOptions
                {
                    Transfer = Enum.Parse<V1.CstvTransfer>(cstv.Transfer.ToString()),
                    Selection = Enum.Parse<V1.CstvSelection>(cstv.Selection.ToString()),
                };
                break;
            default:
                throw new InvalidOperationException($"No plan gives the rule {rule.Count.Name}.");
        }

        return message;
    }

    private static Tally.GreedyRule ReadGreedy(VotingRuleData rule) => new()
    {
        Order = rule.CountRule == "GreedyPerCost" ? Tally.GreedyOrder.VotesPerCost : Tally.GreedyOrder.Votes,
        StopsAtFirstMisfit = rule.CountRule == "GreedyNoSkip",
        Threshold = Threshold(rule),
        SizeQuotas = [.. rule.SizeQuotas.Select(quota => new Tally.SizeQuota(Currency(quota.MaxCostOre), quota.Winners))],
    };

    private static void Put(V1.VotingRule message, Tally.GreedyRule greedy)
    {
        message.CountRule = greedy switch
        {
            { StopsAtFirstMisfit: true } => V1.CountRule.GreedyNoSkip,
            { Order: Tally.GreedyOrder.VotesPerCost } => V1.CountRule.GreedyPerCost,
            _ => V1.CountRule.Greedy,
        };
        message.VoteThreshold = Whole(greedy.Threshold);
        message.Greedy = new V1.GreedyOptions
        {
            SizeQuotas = { greedy.SizeQuotas.Select(quota => new V1.SizeQuota { MaxCostOre = Ore(quota.MostCost), Winners = quota.Winners }) },
        };
    }

    private static Tally.EqualSharesRule Read(EqualSharesData shares) => new()
    {
        Utility = Enum.Parse<Tally.EqualSharesUtility>(shares.Utility),
        StartsIntegral = !shares.StartsExact,
        Increment = Currency(shares.IncrementOre),
        HasExhaustiveStop = shares.ExhaustiveStop,
        Completion = shares.Completion switch
        {
            "None" => Tally.EqualSharesCompletion.None,
            "Utilitarian" => Tally.EqualSharesCompletion.Utilitarian,
            "Add1" => Tally.EqualSharesCompletion.Add1,
            "Add1Utilitarian" => Tally.EqualSharesCompletion.Add1ThenUtilitarian,
            var other => throw new ArgumentException($"The completion {other} is of a newer version.", nameof(shares)),
        },
        SupportFloor = shares.SupportFloor > 0 ? shares.SupportFloor : null,
        Comparison = Enum.Parse<Tally.EqualSharesComparison>(shares.Comparison),
    };

    private static V1.EqualSharesOptions ToMessage(Tally.EqualSharesRule shares) => new()
    {
        Utility = Enum.Parse<V1.EqualSharesUtility>(shares.Utility.ToString()),
        Completion = shares.Completion switch
        {
            Tally.EqualSharesCompletion.None => V1.EqualSharesCompletion.None,
            Tally.EqualSharesCompletion.Utilitarian => V1.EqualSharesCompletion.Utilitarian,
            Tally.EqualSharesCompletion.Add1 => V1.EqualSharesCompletion.Add1,
            Tally.EqualSharesCompletion.Add1ThenUtilitarian => V1.EqualSharesCompletion.Add1Utilitarian,
        },
        Comparison = Enum.Parse<V1.EqualSharesComparison>(shares.Comparison.ToString()),
        StartsExact = !shares.StartsIntegral,
        IncrementOre = shares.IsAdd1 ? Ore(shares.Increment) : 0,
        ExhaustiveStop = shares.HasExhaustiveStop,
        SupportFloor = shares.SupportFloor ?? 0,
    };

    private static Tally.ExactDecimal? Threshold(VotingRuleData rule) =>
        rule.VoteThreshold > 0 ? Tally.ExactDecimal.Whole(rule.VoteThreshold) : null;

    private static int Whole(Tally.ExactDecimal? number) => (int)(number?.Units ?? 0);

    private static Tally.ExactDecimal Currency(long ore) => new(ore, BallotElection.OreDecimals);

    private static long Ore(Tally.ExactDecimal currency) =>
        currency.TryAtScale(BallotElection.OreDecimals, out var ore) ? ore : throw new InvalidOperationException("An amount is finer than an öre.");
}
