using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>A sub-budget as the other services learn it.</summary>
internal static class SubBudgetEvent
{
    public static SubBudgetChanged Of(SubBudget subBudget)
    {
        var plan = subBudget.Plan;
        var calendar = plan.Calendar;
        return new SubBudgetChanged(
            subBudget.Id.Value,
            subBudget.EditionId.Value,
            subBudget.OrganisationId.Value,
            subBudget.Version,
            subBudget.Phase.ToString(),
            subBudget.Paused,
            subBudget.Aborted,
            subBudget.Rehearsal,
            plan.Name,
            plan.Amount.Ore,
            plan.MaxProposalCost.Ore,
            Of(plan.VotingRule),
            Of(plan.RollRule),
            new CalendarData(
                calendar.IntakeOpens, calendar.IntakeCloses, calendar.ReviewCloses, calendar.VotingOpens, calendar.VotingCloses, calendar.ObjectionsClose),
            [.. subBudget.CriteriaSet.Criteria.Select(criterion => new CriterionData(criterion.Key, criterion.Text))]);
    }

    private static RollRuleData Of(RollRule rule) => new(rule.MinAge, rule.MaxAge, rule.AsOf)
    {
        Areas = rule.Areas,
        Groups = rule.Groups,
        GuardianUnder = rule.GuardianUnder,
        FreeChoice = rule.HasFreeChoice,
        Connections = [.. rule.Connections.Select(connection => connection.ToString())],
    };

    private static VotingRuleData Of(VotingRule rule) =>
        new(rule.VoteType.ToString(), rule.CountRule.ToString(), rule.MaxChoices, rule.VoteThreshold)
        {
            SizeQuotas = [.. (rule.Greedy?.SizeQuotas ?? []).Select(quota => new SizeQuotaData(quota.MaxCost.Ore, quota.Winners))],
            EqualShares = rule.EqualShares is { } shares
                ? new EqualSharesData(
                    shares.Utility.ToString(),
                    shares.Completion.ToString(),
                    shares.Comparison.ToString(),
                    shares.StartsExact,
                    shares.Increment.Ore,
                    shares.ExhaustiveStop,
                    shares.SupportFloor)
                : null,
            PassesOver = rule.Phragmen?.PassesOver ?? false,
            ByCost = rule.MaxWelfare?.ByCost ?? false,
            Cstv = rule.Cstv is { } cstv ? new CstvData(cstv.Transfer.ToString(), cstv.Selection.ToString()) : null,
            Castcheck = rule.HasCastcheck,
        };
}
