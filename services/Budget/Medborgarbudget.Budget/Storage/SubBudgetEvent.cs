using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>A sub-budget as the other services learn it.</summary>
internal static class SubBudgetEvent
{
    public static SubBudgetChanged Of(SubBudget subBudget)
    {
        var plan = subBudget.Plan;
        var rule = plan.VotingRule;
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
            new VotingRuleData(rule.VoteType.ToString(), rule.CountRule.ToString(), rule.MaxChoices, rule.VoteThreshold),
            new RollRuleData(plan.RollRule.MinAge, plan.RollRule.MaxAge, plan.RollRule.AsOf),
            new CalendarData(
                calendar.IntakeOpens, calendar.IntakeCloses, calendar.ReviewCloses, calendar.VotingOpens, calendar.VotingCloses, calendar.ObjectionsClose),
            [.. subBudget.CriteriaSet.Criteria.Select(criterion => new CriterionData(criterion.Key, criterion.Text))]);
    }
}
