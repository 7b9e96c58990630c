using System.Collections.Concurrent;
using Grpc.Core;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Intake;

public abstract class ConcurrencyTests(VotingFixture voting)
{
    private const int Voters = 300;
    private const int Ballots = 20;
    private const int Casters = 64;
    private const int CastsBeforeTheClose = 300;

    [Fact]
    public async Task C1_one_person_has_one_ballot_whatever_she_sends_to_two_instances()
    {
        await using var second = await voting.StartSecondAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(second.IsReady));
        var round = await TestRound.OpenAsync(voting, new VotingRuleData("ChooseOne", "Greedy", 0, 0), rehearsal: true, costs: [.. Enumerable.Repeat(1L, Ballots)]);
        var votes = new long[Ballots];
        await Parallel.ForEachAsync(Enumerable.Range(0, Voters), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) =>
            Interlocked.Increment(ref votes[await CastAllAtOnceAsync(round, second)]));
        await round.CloseAsync();
        var result = await round.PublishAsync((await round.CountAsync()).CountId);
        result.Ballots.ShouldBe(Voters);
        result.Items.OrderBy(item => item.Item.Number).Select(item => item.Votes).ShouldBe(votes);
    }

    [Fact]
    public async Task C3_around_the_close_every_cast_is_counted_or_refused()
    {
        await using var second = await voting.StartSecondAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(second.IsReady));
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var (sent, acknowledged) = (0, 0);
        var refused = new ConcurrentBag<string>();
        Task<VotingStatus>? closing = null;

        // Each caster goes on until she is refused: however long the close takes, casts surround it.
        await Task.WhenAll(Enumerable.Range(0, Casters).Select(async _ =>
        {
            for (string? refusal = null; refusal is null;)
            {
                var cast = Interlocked.Increment(ref sent);
                if (cast == CastsBeforeTheClose)
                {
                    closing = round.CloseAsync();
                }

                refusal = await CastOnceAsync(cast % 2 == 0 ? null : second, round, cast % 4);
                if (refusal is null)
                {
                    Interlocked.Increment(ref acknowledged);
                }
                else
                {
                    refused.Add(refusal);
                }
            }
        }));
        (await closing!).Ballots.ShouldBe(acknowledged);
        refused.ShouldAllBe(code => code == "voting.closed");
        (await round.CountAsync()).BallotsRead.ShouldBe(acknowledged);
    }

    /// <summary>A new voter's only ballot; gives the code of the refusal, null when it was acknowledged.</summary>
    private async Task<string?> CastOnceAsync(SecondInstance? instance, TestRound round, int choice)
    {
        const string Key = "the-only-key";
        var token = round.TokenOf(VotingFixture.NewVoter());
        try
        {
            await (instance?.Client(token, Key) ?? voting.Client(token, Key)).CastBallotAsync(round.Ballot(choice), cancellationToken: Stop.Token);
            return null;
        }
        catch (RpcException exception)
        {
            return exception.ToError().Code;
        }
    }

    /// <summary>One voter's different ballots, all at once; gives the choice of the highest acknowledged version.</summary>
    private async Task<int> CastAllAtOnceAsync(TestRound round, SecondInstance second)
    {
        var token = round.TokenOf(VotingFixture.NewVoter());
        var receipts = await Task.WhenAll(Enumerable.Range(0, Ballots).Select(async choice =>
        {
            var client = choice % 2 == 0 ? voting.Client(token, $"key-of-{choice}") : second.Client(token, $"key-of-{choice}");
            return (Choice: choice, Receipt: await client.CastBallotAsync(round.Ballot(choice), cancellationToken: Stop.Token));
        }));
        receipts.Select(cast => cast.Receipt.Version).Order().ShouldBe(Enumerable.Range(1, Ballots));
        return receipts.MaxBy(cast => cast.Receipt.Version).Choice;
    }
}

public sealed class EmbeddedConcurrencyTests(EmbeddedVoting voting) : ConcurrencyTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealConcurrencyTests(RealVoting voting) : ConcurrencyTests(voting), IClassFixture<RealVoting>;

public sealed class ClusteredConcurrencyTests(ClusteredVoting voting) : ConcurrencyTests(voting), IClassFixture<ClusteredVoting>;
