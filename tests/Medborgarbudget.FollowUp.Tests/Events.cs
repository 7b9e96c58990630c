using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.FollowUp.Tests;

/// <summary>Events of other services, each about objects of its own.</summary>
internal static class Events
{
    private static readonly DateTimeOffset Then = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static SubBudgetChanged SubBudget() => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 1, "Implementation", false, false, false, "Norra delen", 500_000_00, 500_000_00,
        new VotingRuleData("Approval", "Greedy", 3, 0),
        new RollRuleData(13, 0, new DateOnly(2026, 9, 1)),
        new CalendarData(Then, Then, Then, Then, Then, Then),
        []);

    public static DecisionAdjusted Decision() => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "Kommunfullmäktige 2027-01-11 § 58, KS 2026/112",
        [Item(4, "SentBack"), Item(3, "ApprovedWithChange"), Item(2, "Rejected"), Item(1, "Approved")]);

    private static ItemDecisionData Item(int number, string outcome) =>
        new(Guid.NewGuid(), number, $"Förslag {number}", number * 100_00, outcome, false, "");
}
