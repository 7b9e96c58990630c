using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Decision.Tests;

/// <summary>Events of other services, each about objects of its own.</summary>
internal static class Events
{
    private static readonly DateTimeOffset Then = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static SubBudgetChanged SubBudget(int version, long amountOre) => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), version, "Draft", false, false, false, "Norra delen", amountOre, amountOre,
        new VotingRuleData("Approval", "Greedy", 3, 0),
        new RollRuleData(13, 0, new DateOnly(2026, 9, 1)),
        new CalendarData(Then, Then, Then, Then, Then, Then),
        []);

    public static ResultCertified Result() => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 100, "m", "c",
        [Item(1, selected: true), Item(2, selected: true), Item(3, selected: false)]);

    private static ItemResultData Item(int number, bool selected) =>
        new(Guid.NewGuid(), number, $"Förslag {number}", number * 100_00, 60 - number, selected);
}
