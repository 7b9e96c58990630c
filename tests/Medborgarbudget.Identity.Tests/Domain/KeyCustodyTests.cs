using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class KeyCustodyTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Anna = PersonId.From(Guid.NewGuid());
    private static readonly PersonId Bo = PersonId.From(Guid.NewGuid());

    private static readonly VotingWindow Served = new(Phase.Decision, false, false, false, Now.AddDays(-30), Now.AddDays(-20), Now.AddDays(-10));

    private static KeyCustody Held => new() { SubBudgetId = SubBudgetId.From(Guid.NewGuid()), CreatedAt = Now.AddDays(-60) };

    private static KeyCustody Requested => Held.RequestDestruction(Served, Anna, Now).Value;

    [Fact]
    public void Destruction_takes_two_persons()
    {
        Requested.StateAt(Now).ShouldBe(KeyState.DestructionRequested);
        Requested.ApproveDestruction(Served, Anna, Now).Error.ShouldBe(IdentityErrors.SecondPersonIsFirst);
        var destroyed = Requested.ApproveDestruction(Served, Bo, Now.AddDays(1)).Value;
        destroyed.StateAt(Now).ShouldBe(KeyState.Destroyed);
        destroyed.Destruction.ShouldBe(new TwoPersons(Anna, Now, TimeSpan.FromDays(7), Bo, Now.AddDays(1)));
    }

    [Fact]
    public void Nothing_is_approved_that_was_not_requested() =>
        Held.ApproveDestruction(Served, Bo, Now).Error.ShouldBe(IdentityErrors.DestructionNotRequested);

    [Fact]
    public void Request_ends_after_seven_days_and_may_be_made_again()
    {
        var last = Now.AddDays(7).AddTicks(-1);
        Requested.ApproveDestruction(Served, Bo, last).IsError.ShouldBeFalse();
        Requested.RequestDestruction(Served, Bo, last).Error.ShouldBe(IdentityErrors.DestructionRequested);
        Requested.ApproveDestruction(Served, Bo, Now.AddDays(7)).Error.ShouldBe(IdentityErrors.DestructionNotRequested);
        var again = Requested.RequestDestruction(Served, Bo, Now.AddDays(7)).Value;
        again.ApproveDestruction(Served, Bo, Now.AddDays(8)).Error.ShouldBe(IdentityErrors.SecondPersonIsFirst);
        again.ApproveDestruction(Served, Anna, Now.AddDays(8)).IsError.ShouldBeFalse();
    }

    [Fact]
    public void Key_that_is_still_needed_is_not_destroyed_even_when_that_was_requested()
    {
        var needed = Served with { Phase = Phase.PreliminaryResult };
        Held.RequestDestruction(needed, Anna, Now).Error.ShouldBe(IdentityErrors.PseudonymKeyNeeded);
        Requested.ApproveDestruction(needed, Bo, Now).Error.ShouldBe(IdentityErrors.PseudonymKeyNeeded);
    }

    [Fact]
    public void Destroyed_key_stays_destroyed()
    {
        var destroyed = Requested.ApproveDestruction(Served, Bo, Now).Value;
        destroyed.RequestDestruction(Served, Anna, Now.AddYears(1)).Error.ShouldBe(IdentityErrors.PseudonymKeyDestroyed);
        destroyed.ApproveDestruction(Served, Anna, Now).Error.ShouldBe(IdentityErrors.PseudonymKeyDestroyed);
    }

    [Fact]
    public void State_and_step_numbers_are_those_of_the_contract()
    {
        foreach (var state in Enum.GetValues<KeyState>())
        {
            ((Contracts.Identity.V1.PseudonymKeyState)state).ToString().ShouldBe(state.ToString());
        }

        foreach (var step in Enum.GetValues<KeyStep>())
        {
            ((Contracts.Identity.V1.PseudonymKeyStep)step).ToString().ShouldBe(step.ToString());
        }
    }
}
