using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Proposals.Tests.Hosts;

/// <summary>Events of other services, as small as the tests allow.</summary>
internal static class Events
{
    /// <summary>A sub-budget of a new organisation in idea intake, one hour into a window of two.</summary>
    public static SubBudgetChanged Intake(DateTimeOffset now) => new(
        Guid.NewGuid(),
        Guid.NewGuid(),
        Guid.NewGuid(),
        1,
        "IdeaIntake",
        Paused: false,
        Aborted: false,
        Rehearsal: false,
        "Tätorten",
        2_000_000_00,
        500_000_00,
        new VotingRuleData("Approval", "Greedy", 3, 0),
        new RollRuleData(12, 0, new DateOnly(2027, 1, 1)),
        new CalendarData(now.AddHours(-1), now.AddHours(1), now.AddHours(2), now.AddHours(3), now.AddHours(4), now.AddHours(5)),
        [new CriterionData("k1", "Marken är kommunens.")]);

    public static ScreeningAccepted Screened(Contracts.Proposal.V1.Proposal proposal, int version, string feasibility, long costOre, string reason) =>
        new(Guid.Parse(proposal.ProposalId), Guid.Parse(proposal.SubBudgetId), Guid.Parse(proposal.OrganisationId), version, feasibility, costOre, reason);

    public static BallotFrozen Frozen(params Contracts.Proposal.V1.Proposal[] proposals) => new(
        Guid.Parse(proposals[0].SubBudgetId),
        Guid.Parse(proposals[0].OrganisationId),
        new string('a', 64),
        [.. proposals.Select(item => new BallotItemData(Guid.Parse(item.ProposalId), item.Number, item.Text.Title, 100_00))]);

    public static ResultCertified Certified(Contracts.Proposal.V1.Proposal proposal, bool selected) => new(
        Guid.Parse(proposal.SubBudgetId),
        Guid.Parse(proposal.OrganisationId),
        Guid.NewGuid(),
        10,
        new string('a', 64),
        new string('b', 64),
        [new ItemResultData(Guid.Parse(proposal.ProposalId), proposal.Number, proposal.Text.Title, 100_00, 7, selected)]);

    public static DecisionAdjusted Decided(Contracts.Proposal.V1.Proposal proposal, string outcome) => new(
        Guid.NewGuid(),
        Guid.Parse(proposal.SubBudgetId),
        Guid.Parse(proposal.OrganisationId),
        "KS 2027/1 § 2",
        [new ItemDecisionData(Guid.Parse(proposal.ProposalId), proposal.Number, proposal.Text.Title, 100_00, outcome, false, "")]);
}
