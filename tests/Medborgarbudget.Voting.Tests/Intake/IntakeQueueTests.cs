using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Voting.Tests.Intake;

public sealed class IntakeQueueTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_full_queue_refuses_with_a_time_to_come_again()
    {
        var queue = Queue();
        _ = CastAsync(queue, Work());
        var refused = Work();
        await CastAsync(queue, refused);
        refused.Outcome.Error.ShouldBe(VotingErrors.Overloaded);
        (refused.Outcome.Error!.Kind, refused.Outcome.Error.RetryAfterSeconds).ShouldBe((ErrorKind.TooMany, 2));
    }

    [Fact]
    public async Task A_voter_who_waits_too_long_is_told_that_it_is_not_known()
    {
        var work = Work();
        var waiting = CastAsync(Queue(), work);
        _clock.Advance(TimeSpan.FromSeconds(14));
        waiting.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;
        work.Outcome.Error.ShouldBe(VotingErrors.OutcomeUnknown);
    }

    [Fact]
    public async Task Only_the_first_answer_counts()
    {
        var work = Work();
        var waiting = CastAsync(Queue(), work);
        work.Answer(VotingErrors.Closed);
        work.Answer(VotingErrors.OutcomeUnknown);
        await waiting;
        work.Outcome.Error.ShouldBe(VotingErrors.Closed);
    }

    [Fact]
    public async Task A_group_waits_for_the_last_of_its_ballots()
    {
        var group = new CastGroup(2);
        var (first, second) = (Work(group), Work(group));
        var waiting = Queue(2).CastAsync(group, [first, second], Hosting.Stop.Token);
        first.Answer(VotingErrors.Closed);
        waiting.IsCompleted.ShouldBeFalse();
        second.Answer(VotingErrors.Closed);
        await waiting.WaitAsync(Hosting.Stop.Token);
    }

    [Fact]
    public async Task A_group_without_ballots_waits_for_nobody() =>
        await Queue().CastAsync(new CastGroup(0), [], Hosting.Stop.Token).WaitAsync(Hosting.Stop.Token);

    private static Task CastAsync(IntakeQueue queue, CastWork work) => queue.CastAsync(work.Group, [work], Hosting.Stop.Token);

    private static CastWork Work(CastGroup? group = null) => new(
        new RoundKey(1, SubBudgetId.From(Guid.NewGuid()), Slot.Buckets),
        0,
        new Casting(RandomNumberGenerator.GetBytes(16), 0, true, new Mark(new byte[Mark.Length]), []),
        null,
        group ?? new CastGroup(1));

    private IntakeQueue Queue(int length = 1) => new(Options.Create(new VotingOptions { QueueLength = length }), _clock);
}
