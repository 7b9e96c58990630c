using Medborgarbudget.Budgets;

namespace Medborgarbudget.Budget.Tests.Domain;

public sealed class PhasesTests
{
    [Fact]
    public void Every_phase_but_the_last_has_a_next_one_and_somebody_who_moves_it()
    {
        foreach (var phase in Enum.GetValues<Phase>().Where(phase => phase != Phase.Closed))
        {
            Phases.Next(phase).ShouldNotBeNull();
            Phases.MayLeave(phase).ShouldNotBeEmpty();
        }

        Phases.Next(Phase.Closed).ShouldBeNull();
        Phases.MayLeave(Phase.Closed).ShouldBeEmpty();
    }

    [Fact]
    public void The_wire_enum_has_the_same_names_and_numbers()
    {
        foreach (var phase in Enum.GetValues<Phase>())
        {
            ((Contracts.Budget.V1.Phase)phase).ToString().ShouldBe(phase.ToString());
        }
    }

    [Theory]
    [InlineData(Window.Intake)]
    [InlineData(Window.Review)]
    [InlineData(Window.Voting)]
    [InlineData(Window.Objections)]
    public void An_extended_calendar_stays_in_order(Window window)
    {
        var day = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var calendar = new Calendar(day, day.AddDays(10), day.AddDays(20), day.AddDays(20), day.AddDays(30), day.AddDays(40));

        var extended = calendar.Extended(window, calendar.Closes(window).AddDays(15));

        extended.IsInOrder.ShouldBeTrue();
        extended.Closes(window).ShouldBe(calendar.Closes(window).AddDays(15));
    }
}
