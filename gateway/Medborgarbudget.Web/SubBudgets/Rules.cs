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

    public static string Counting(VotingRule? rule)
    {
        var order = rule?.CountRule switch
        {
            CountRule.Greedy => PageTexts.Get("count.greedy"),
            CountRule.GreedyNoSkip => PageTexts.Get("count.no_skip"),
            CountRule.GreedyPerCost => PageTexts.Get("count.per_cost"),
            _ => "",
        };
        return rule is { VoteThreshold: > 0 } ? $"{order} {PageTexts.Get("count.threshold", rule.VoteThreshold)}" : order;
    }

    public static string Who(RollRule? rule) => rule switch
    {
        { MinAge: > 0, MaxAge: > 0 } => PageTexts.Get("who.between", rule.MinAge, rule.MaxAge, Formats.Day(rule.AsOf)),
        { MinAge: > 0 } => PageTexts.Get("who.from", rule.MinAge, Formats.Day(rule.AsOf)),
        { MaxAge: > 0 } => PageTexts.Get("who.to", rule.MaxAge, Formats.Day(rule.AsOf)),
        _ => PageTexts.Get("who.all"),
    };
}
