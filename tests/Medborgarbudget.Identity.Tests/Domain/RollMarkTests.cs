using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class RollMarkTests
{
    private static readonly DateTimeOffset Begins = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);
    private static readonly ShiftId Here = Id.New<ShiftId>(Begins);
    private static readonly ShiftId There = Id.New<ShiftId>(Begins);

    [Theory]
    [InlineData(Channel.Kiosk, Channel.Kiosk, "")]
    [InlineData(Channel.Telephone, Channel.Telephone, "")]
    [InlineData(Channel.Paper, Channel.Paper, "identity.marked_in_shift")]
    [InlineData(Channel.Paper, Channel.Kiosk, "identity.marked_in_shift")]
    [InlineData(Channel.Kiosk, Channel.Paper, "identity.marked_in_shift")]
    public void Same_shift_repeats_what_gives_a_token_and_nothing_else(Channel standing, Channel made, string code)
    {
        var again = Mark(made, Here).On(Mark(standing, Here));
        (again.Error?.Code ?? "").ShouldBe(code);
        (again.IsError || again.Value == MarkStep.Repeated).ShouldBeTrue();
        Mark(made, There).On(Mark(standing, Here)).Error.ShouldBe(IdentityErrors.AlreadyMarked);
        Mark(made, There).On(null).Value.ShouldBe(MarkStep.Made);
    }

    [Fact]
    public void Refusals_are_counted_for_an_hour_from_the_first()
    {
        var place = VotingPlace.Create(Id.New<SubBudgetId>(Begins), "Skolan", [Channel.Paper], isOffline: false, Begins).Value;
        var shift = Shift.Assign(place.Id, PersonId.From(Guid.NewGuid()), Begins, Begins.AddHours(4), Begins).Value;
        for (var i = 0; i < Shift.MostRefusals; i++)
        {
            shift.RefusalToMark(place, Channel.Paper, Begins).ShouldBeNull();
            shift = shift.Refused(Begins);
        }

        var stopped = shift.RefusalToMark(place, Channel.Paper, Begins.AddMinutes(30)).ShouldNotBeNull();
        (stopped.Code, stopped.RetryAfterSeconds).ShouldBe(("identity.too_many_refusals", 1800));
        shift.RefusalToMark(place, Channel.Paper, Begins + Shift.RefusalWindow).ShouldBeNull();
        shift.Refused(Begins + Shift.RefusalWindow).Refusals.ShouldBe(1);
    }

    private static RollMark Mark(Channel channel, ShiftId shift) => new(channel, shift, new DateOnly(2027, 1, 15));
}
