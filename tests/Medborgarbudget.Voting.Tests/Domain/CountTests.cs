using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class CountTests
{
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void Two_leaders_publish()
    {
        var first = Finished().Publish(Sample.NewPerson(), Now).Value;
        first.State.ShouldBe(CountState.Finished);
        var published = first.Publish(Sample.NewPerson(), Now).Value;
        published.State.ShouldBe(CountState.Preliminary);
        published.PublishedAt.ShouldBe(Now);
        published.Next.ShouldBeNull();
    }

    [Fact]
    public void A_first_call_waits_a_week_and_is_then_as_if_it_had_not_been_made()
    {
        var (one, other) = (Sample.NewPerson(), Sample.NewPerson());
        var first = Finished().Publish(one, Now).Value;
        first.Publish(other, Now.AddDays(7).AddTicks(-1)).Value.State.ShouldBe(CountState.Preliminary);
        first.AwaitsSecondPerson(Now.AddDays(7)).ShouldBeFalse();

        var again = first.Publish(one, Now.AddDays(7)).Value;
        again.State.ShouldBe(CountState.Finished);
        again.AwaitsSecondPerson(Now.AddDays(8)).ShouldBeTrue();
        again.Publish(one, Now.AddDays(8)).Error.ShouldBe(VotingErrors.SecondPersonIsFirst);
        again.Publish(other, Now.AddDays(8)).Value.State.ShouldBe(CountState.Preliminary);
    }

    [Fact]
    public void One_leader_alone_does_not_publish()
    {
        var person = Sample.NewPerson();
        Finished().Publish(person, Now).Value.Publish(person, Now).Error.ShouldBe(VotingErrors.SecondPersonIsFirst);
    }

    [Fact]
    public void What_still_runs_is_not_published() =>
        (Finished() with { State = CountState.Running }).Publish(Sample.NewPerson(), Now).Error.ShouldBe(VotingErrors.CountNotFinished);

    [Fact]
    public void Certifying_waits_for_the_objections_and_takes_two()
    {
        var preliminary = Finished() with { State = CountState.Preliminary };
        var subBudget = Sample.SubBudget(Phase.PreliminaryResult);
        preliminary.Certify(Sample.NewPerson(), subBudget, Now).Error.ShouldBe(VotingErrors.ObjectionWindowOpen);
        var after = Now.AddDays(8);
        var certified = preliminary.Certify(Sample.NewPerson(), subBudget, after).Value.Certify(Sample.NewPerson(), subBudget, after).Value;
        certified.State.ShouldBe(CountState.Certified);
        certified.Certify(Sample.NewPerson(), subBudget, after).Error.ShouldBe(VotingErrors.NotPreliminary);
    }

    [Fact]
    public void A_rehearsal_does_not_wait_for_objections() =>
        (Finished() with { State = CountState.Preliminary })
            .Certify(Sample.NewPerson(), Sample.SubBudget(Phase.PreliminaryResult) with { IsRehearsal = true }, Now).IsError.ShouldBeFalse();

    [Fact]
    public void Only_what_is_closed_is_counted_and_only_in_its_phase()
    {
        var closed = Sample.Frozen() with { State = RoundState.Closed };
        Count.CheckStartable(Sample.SubBudget(Phase.Counting), closed).IsError.ShouldBeFalse();
        Count.CheckStartable(Sample.SubBudget(Phase.Voting), closed).Error.ShouldBe(VotingErrors.PhaseNotCounting);
        Count.CheckStartable(Sample.SubBudget(Phase.Counting), Sample.Frozen()).Error.ShouldBe(VotingErrors.NotClosed);
        Count.CheckStartable(Sample.SubBudget(Phase.Counting), null).Error.ShouldBe(VotingErrors.NotClosed);
    }

    private static Count Finished() =>
        new(CountId.From(Guid.NewGuid()), SubBudgetId.From(Guid.NewGuid()), CountState.Finished, null, null, null);
}
