using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.SubBudgets;

/// <summary>Rules in words.</summary>
internal static class Rules
{
    public static string Voting(VotingRule? rule) => rule switch
    {
        { VoteType: VoteType.ChooseOne } => PageTexts.Get("rule.choose_one"),
        { VoteType: VoteType.Knapsack, MaxChoices: > 0 } => PageTexts.Get("rule.knapsack_max", rule.MaxChoices),
        { VoteType: VoteType.Knapsack } => PageTexts.Get("rule.knapsack"),
        { VoteType: VoteType.Approval, MaxChoices: > 0 } => PageTexts.Get("rule.approval_max", rule.MaxChoices),
        { VoteType: VoteType.Approval } => PageTexts.Get("rule.approval"),
        _ => PageTexts.Get("rule.unset"),
    };

    /// <summary>How votes are counted, with every option that is chosen, sentence by sentence.</summary>
    public static string Counting(VotingRule? rule) => rule is null ? "" : string.Join(' ', Sentences(rule));

    private static IEnumerable<string> Sentences(VotingRule rule)
    {
        if (Rule(rule) is { } key)
        {
            yield return PageTexts.Get(key);
        }

        foreach (var sentence in rule.EqualShares is { } shares ? SharesOptions(shares) : [])
        {
            yield return sentence;
        }

        foreach (var quota in rule.Greedy?.SizeQuotas ?? [])
        {
            yield return PageTexts.Get("count.quota", Formats.Number(quota.Winners), Formats.Money(quota.MaxCostOre));
        }

        if (rule.VoteThreshold > 0)
        {
            yield return PageTexts.Get("count.threshold", rule.VoteThreshold);
        }
    }

    private static string? Rule(VotingRule rule) => rule.CountRule switch
    {
        CountRule.Greedy => "count.greedy",
        CountRule.GreedyNoSkip => "count.no_skip",
        CountRule.GreedyPerCost => "count.per_cost",
        CountRule.EqualShares => "count.equal_shares",
        CountRule.Phragmen => rule.Phragmen?.PassesOver == true ? "count.phragmen_skip" : "count.phragmen",
        CountRule.MaxWelfare => rule.MaxWelfare?.ByCost == true ? "count.max_welfare_cost" : "count.max_welfare",
        CountRule.Cstv => rule.Cstv?.Transfer == CstvTransfer.Minimal ? "count.cstv_minimal" : "count.cstv",
        _ => null,
    };

    private static IEnumerable<string> SharesOptions(EqualSharesOptions shares)
    {
        if (shares.Completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1Utilitarian)
        {
            yield return PageTexts.Get("count.add1", Formats.Money(shares.IncrementOre));
        }

        if (shares.Completion is EqualSharesCompletion.Utilitarian or EqualSharesCompletion.Add1Utilitarian)
        {
            yield return PageTexts.Get("count.then_votes");
        }

        if (shares.SupportFloor > 0)
        {
            yield return PageTexts.Get("count.floor", Formats.Number(shares.SupportFloor));
        }

        if (shares.Comparison is EqualSharesComparison.MoreWinners or EqualSharesComparison.AnyWinner)
        {
            yield return PageTexts.Get("count.comparison");
        }
    }

    /// <summary>Whether a voter can be shown the own ballot.</summary>
    public static string Castcheck(VotingRule? rule) => rule?.Castcheck == true ? PageTexts.Get("rule.castcheck") : "";

    /// <summary>Who may vote, sentence by sentence.</summary>
    public static string Who(RollRule? rule) => string.Join(' ', WhoByTie(rule ?? new RollRule()).Prepend(WhoByAge(rule)));

    /// <summary>A tie as its declarer says it.</summary>
    public static string Tie(Connection connection) => PageTexts.Get($"tie.{(int)connection}");

    private static IEnumerable<string> WhoByTie(RollRule rule)
    {
        if (rule.Areas.Count > 0)
        {
            yield return PageTexts.Get("who.areas", string.Join(", ", rule.Areas));
        }

        if (rule.Groups.Count > 0)
        {
            yield return PageTexts.Get(rule.Areas.Count > 0 ? "who.groups_too" : "who.groups", string.Join(", ", rule.Groups));
        }

        if (rule.FreeChoice)
        {
            yield return PageTexts.Get("who.free_choice");
        }

        if (rule.Connections.Count > 0)
        {
            yield return PageTexts.Get("who.connections", string.Join(", ", rule.Connections.Select(connection => PageTexts.Get($"who.connection.{(int)connection}"))));
        }

        if (rule.GuardianUnder > 0)
        {
            yield return PageTexts.Get("who.guardian", rule.GuardianUnder, Formats.Day(rule.AsOf));
        }
    }

    private static string WhoByAge(RollRule? rule) => rule switch
    {
        { MinAge: > 0, MaxAge: > 0 } => PageTexts.Get("who.between", rule.MinAge, rule.MaxAge, Formats.Day(rule.AsOf)),
        { MinAge: > 0 } => PageTexts.Get("who.from", rule.MinAge, Formats.Day(rule.AsOf)),
        { MaxAge: > 0 } => PageTexts.Get("who.to", rule.MaxAge, Formats.Day(rule.AsOf)),
        _ => PageTexts.Get("who.all"),
    };
}
