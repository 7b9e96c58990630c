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
        _ = queue.CastAsync(Work(), Hosting.Stop.Token);
        var refused = await queue.CastAsync(Work(), Hosting.Stop.Token);
        refused.Error.ShouldBe(VotingErrors.Overloaded);
        (refused.Error!.Kind, refused.Error.RetryAfterSeconds).ShouldBe((ErrorKind.TooMany, 2));
    }

    [Fact]
    public async Task A_voter_who_waits_too_long_is_told_that_it_is_not_known()
    {
        var waiting = Queue().CastAsync(Work(), Hosting.Stop.Token);
        _clock.Advance(TimeSpan.FromSeconds(14));
        waiting.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Error.ShouldBe(VotingErrors.OutcomeUnknown);
    }

    [Fact]
    public async Task Only_the_first_answer_counts()
    {
        var queue = Queue();
        var work = Work();
        var waiting = queue.CastAsync(work, Hosting.Stop.Token);
        work.Answer(VotingErrors.Closed);
        work.Answer(VotingErrors.OutcomeUnknown);
        (await waiting).Error.ShouldBe(VotingErrors.Closed);
    }

    private static CastWork Work() => new(
        new RoundKey(1, SubBudgetId.From(Guid.NewGuid())),
        0,
        new Casting(RandomNumberGenerator.GetBytes(16), 0, true, Mark.Make(new byte[16], [], 1, 1), []),
        null);

    private IntakeQueue Queue() => new(Options.Create(new VotingOptions { QueueLength = 1 }), _clock);
}
