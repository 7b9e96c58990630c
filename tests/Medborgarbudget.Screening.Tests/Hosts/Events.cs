using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Tests.Hosts;

/// <summary>Events of other services, and assessments with everything in order.</summary>
internal static class Events
{
    /// <summary>A sub-budget of a new organisation in screening.</summary>
    public static SubBudgetChanged Screening(DateTimeOffset now) => new(
        Guid.NewGuid(),
        Guid.NewGuid(),
        Guid.NewGuid(),
        1,
        "Screening",
        Paused: false,
        Aborted: false,
        Rehearsal: false,
        "Tätorten",
        2_000_000_00,
        500_000_00,
        new VotingRuleData("Approval", "Greedy", 3, 0),
        new RollRuleData(12, 0, new DateOnly(2027, 1, 1)),
        new CalendarData(now.AddHours(-2), now.AddHours(-1), now.AddHours(1), now.AddHours(2), now.AddHours(3), now.AddHours(4)),
        [new CriterionData("k1", "Marken är kommunens."), new CriterionData("k2", "Öppet för alla.")]);

    public static ProposalChanged Received(SubBudgetChanged subBudget, int number, PersonId? proposer) => new(
        Guid.NewGuid(),
        subBudget.SubBudgetId,
        subBudget.OrganisationId,
        2,
        number,
        "Received",
        $"Utegym {number}",
        "Sex redskap.",
        "Åparken",
        proposer is { } person ? [person.Value] : []);

    public static Wire.Assessment Feasible(long costOre = 300_000_00) => new()
    {
        Verdicts = { new Wire.CriterionVerdict { CriterionKey = "k1", Met = true }, new Wire.CriterionVerdict { CriterionKey = "k2", Met = true } },
        Feasibility = Wire.Feasibility.Feasible,
        CostOre = costOre,
        RunningCostOre = 10_000_00,
    };

    public static Wire.Assessment NotFeasible() => new()
    {
        Verdicts =
        {
            new Wire.CriterionVerdict { CriterionKey = "k1", Met = false, Reason = "Marken är privat." },
            new Wire.CriterionVerdict { CriterionKey = "k2", Met = true },
        },
        Feasibility = Wire.Feasibility.NotFeasible,
        Reason = "Marken är privat.",
    };
}
