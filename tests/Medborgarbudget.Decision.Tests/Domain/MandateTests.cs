using Medborgarbudget.Decisions;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decision.Tests.Domain;

public sealed class MandateTests
{
    private static readonly SubBudget Pot = new(SubBudgetId.From(Guid.NewGuid()), OrganisationId.From(Guid.NewGuid()), 1, new Money(500_000_00));

    [Theory]
    [InlineData(499_999_99, false)]
    [InlineData(500_000_00, true)]
    [InlineData(500_000_01, true)]
    public void Mandate_covers_the_pot_or_is_refused(long ore, bool isTaken) =>
        Mandate.Record(Pot, Given.Decision(), new Money(ore), "", Given.Now).Error.ShouldBe(isTaken ? null : DecisionErrors.AmountDiffers);

    [Fact]
    public void Announcing_needs_a_mandate() =>
        PhaseGuards.BeforeAnnounced(null, Pot).ShouldBe([PhaseGuards.MandateMissing]);

    [Fact]
    public void Announcing_with_a_mandate_that_covers_the_pot_needs_nothing() =>
        PhaseGuards.BeforeAnnounced(Mandate.Record(Pot, Given.Decision(), Pot.Amount, "", Given.Now).Value, Pot).ShouldBeEmpty();

    [Fact]
    public void Announcing_after_the_pot_has_grown_needs_a_greater_mandate()
    {
        var mandate = Mandate.Record(Pot, Given.Decision(), Pot.Amount, "", Given.Now).Value;

        PhaseGuards.BeforeAnnounced(mandate, Pot with { Version = 2, Amount = new Money(600_000_00) }).ShouldBe([PhaseGuards.AmountDiffers]);
    }
}
