using Medborgarbudget.Decisions;
using Medborgarbudget.Kernel;
using Case = Medborgarbudget.Decisions.Case;

namespace Medborgarbudget.Decision.Tests.Domain;

internal static class Given
{
    public static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = new(2027, 1, 15);

    public static BodyDecision Decision(DateOnly? date = null) => new("Kommunfullmäktige", date ?? new(2027, 1, 11), "§ 58", "KS 2026/112");

    public static CaseItem Item(int number, bool isSelected) =>
        new(ProposalId.From(Guid.NewGuid()), number, $"Förslag {number}", new Money(100_00), 50 - number, isSelected);

    /// <summary>A case with two selected items (1, 2) and one that was not (3).</summary>
    public static Case Case() => Decisions.Case.Open(
        SubBudgetId.From(Guid.NewGuid()),
        OrganisationId.From(Guid.NewGuid()),
        [Item(1, isSelected: true), Item(2, isSelected: true), Item(3, isSelected: false)],
        Now);

    public static ItemDecision Decide(this Case opened, int number, Outcome outcome, string reason = "") =>
        new(opened.Items.Single(item => item.Number == number).ProposalId, outcome, reason);

    public static Case DecidedAsVoted(this Case opened) =>
        opened.Decide(Decision(), [opened.Decide(1, Outcome.Approved), opened.Decide(2, Outcome.Approved)]).Value;
}
