using System.Collections.Concurrent;
using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>What happens when store or ledger fail between each other.</summary>
public abstract class RecoveryTests(VotingFixture voting)
{
    [Fact]
    public async Task F8_a_ledger_that_does_not_commit_makes_the_outcome_unknown_and_the_same_key_settles_it()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        await round.CastAsync(VotingFixture.NewVoter(), "before-it-all", 0);
        var voters = Enumerable.Range(0, 40).Select(_ => VotingFixture.NewVoter()).ToArray();
        await using (await LedgerBlock.StartAsync(voting))
        {
            var codes = await Task.WhenAll(voters.Select(voter => round.CastErrorAsync(voter, "the-only-key", 1)));
            codes.ShouldAllBe(code => code == "voting.outcome_unknown");
        }

        var receipts = new ConcurrentBag<Receipt>();
        foreach (var voter in voters.Take(20))
        {
            await Eventually.HoldsAsync(async () => await TryAsync(round, voter) is { } receipt && Keep(receipts, receipt));
        }

        receipts.ShouldAllBe(receipt => receipt.Version == 1);
        receipts.Select(receipt => receipt.ReceiptCode).Distinct().Count().ShouldBe(20);
        var counted = (await round.CloseAsync()).Ballots;

        // The first, the twenty who asked again, and of the others those whom the store had decided about.
        counted.ShouldBeInRange(21, 41);
        (await round.CountAsync()).BallotsRead.ShouldBe(counted);
        await ShouldHaveNoHoleAsync(round);
    }

    [Fact]
    public async Task F1_what_a_crash_left_in_the_store_is_in_the_ledger_after_the_next_start()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await CastInStoreAloneAsync(round, voter, "second-key");
        await using (var second = await voting.StartSecondAsync())
        {
            await Eventually.HoldsAsync(() => Task.FromResult(second.IsReady));
        }

        var status = await voting.Client(round.TokenOf(voter)).GetBallotStatusAsync(new GetBallotStatusRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token);
        status.Receipt.Version.ShouldBe(2);
        (await round.CastAsync(voter, "second-key", 1)).ShouldSayTheSameAs(status.Receipt);
    }

    [Fact]
    public async Task F1_who_has_cast_again_since_a_crash_is_told_at_once_what_became_of_the_ballot_before()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await CastInStoreAloneAsync(round, voter, "second-key");
        (await round.CastAsync(voter, "third-key", 2)).Version.ShouldBe(3);

        var receipt = await round.CastAsync(voter, "second-key", 1);
        receipt.Version.ShouldBe(2);
        (await round.CastAsync(voter, "second-key", 1)).ShouldSayTheSameAs(receipt);
        (await round.CastErrorAsync(voter, "second-key", 2)).ShouldBe("voting.key_reused");
        await round.CloseAsync();
        await ShouldHaveNoHoleAsync(round);
    }

    [Fact]
    public async Task C2_A_key_gets_its_answer_however_often_the_voter_has_cast_since()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await CastInStoreAloneAsync(round, voter, "second-key");
        for (var i = 3; i <= 80; i++)
        {
            await CastInStoreAloneAsync(round, voter, $"later-key-{i}", isLookedUp: true);
        }

        (await round.CastAsync(voter, "second-key", 1)).Version.ShouldBe(2);
        (await round.CastAsync(voter, "first-key", 0)).Version.ShouldBe(1);
        (await round.CastErrorAsync(voter, "first-key", 1)).ShouldBe("voting.key_reused");
        (await round.CastAsync(voter, "another-key", 1)).Version.ShouldBe(81);
        (await round.CastAsync(voter, "another-key", 1)).Version.ShouldBe(81);
        (await round.CloseAsync()).Ballots.ShouldBe(1);
        await ShouldHaveNoHoleAsync(round);
    }

    [Fact]
    public async Task Whoever_takes_up_a_begun_close_makes_no_other_who_closes_stale()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        await round.CastAsync(VotingFixture.NewVoter(), "first-key", 0);
        var last = new RedisKeys(round.Id, Slot.Shards - 1);
        await Redis.GetDatabase().HashDeleteAsync(last.State, "ready");
        await Redis.GetDatabase().StringSetAsync(last.Rebuild, "somebody");
        (await Code.OfAsync(round.CloseAsync)).ShouldBe("voting.not_ready");
        var begun = await ReadAsync(round);
        begun.State.ShouldBe(RoundState.Closing);
        (await Code.OfAsync(round.CloseAsync)).ShouldBe("voting.not_ready");
        (await ReadAsync(round)).Revision.ShouldBe(begun.Revision);

        await Redis.GetDatabase().KeyDeleteAsync(last.Rebuild);
        (await round.CloseAsync()).Ballots.ShouldBe(1);
    }

    [Fact]
    public async Task An_emptied_store_is_rebuilt_and_forgets_nobody()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voters = Enumerable.Range(0, 50).Select(_ => VotingFixture.NewVoter()).ToArray();
        var receipts = await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "first-key", 0)));
        await EmptyAsync(round);
        var again = await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "first-key", 0)));
        again.Zip(receipts).ToList().ForEach(pair => pair.First.ShouldSayTheSameAs(pair.Second));
        await EmptyAsync(round);
        (await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "second-key", 1)))).ShouldAllBe(receipt => receipt.Version == 2);
        (await round.CloseAsync()).Ballots.ShouldBe(50);
        await ShouldHaveNoHoleAsync(round);
    }

    [Fact]
    public async Task A_store_that_fell_behind_never_gives_a_place_twice()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var (one, other) = TwoOfOneShard();
        var receipt = await round.CastAsync(one, "first-key", 0);
        var names = new RedisKeys(round.Id, Slot.Of(Pseudonym.Read(one)).Shard);
        await Redis.GetDatabase().HashSetAsync(names.State, "seq", 0);
        (await round.CastErrorAsync(other, "first-key", 1)).ShouldBe("voting.outcome_unknown");
        (await round.CastAsync(other, "first-key", 1)).Version.ShouldBe(1);
        (await round.CastAsync(one, "first-key", 0)).ShouldSayTheSameAs(receipt);
        (await round.CloseAsync()).Ballots.ShouldBe(2);
        await ShouldHaveNoHoleAsync(round);
    }

    [Fact]
    public async Task A_number_that_the_store_lost_is_written_down_at_the_close()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voter = VotingFixture.NewVoter();
        await round.CastAsync(voter, "first-key", 0);
        await Redis.GetDatabase().HashIncrementAsync(new RedisKeys(round.Id, Slot.Of(Pseudonym.Read(voter)).Shard).State, "seq");
        await round.CastAsync(voter, "second-key", 0);
        (await round.CloseAsync()).Ballots.ShouldBe(1);
        var key = await KeyOfAsync(round);
        await using var scope = voting.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<VotingDb>().Ledger
            .Where(row => row.Round == key.Number && row.Version == 0).Select(row => row.Seq).ShouldBe([2]);
    }

    private IConnectionMultiplexer Redis => voting.Services.GetRequiredService<IConnectionMultiplexer>();

    private static bool Keep(ConcurrentBag<Receipt> receipts, Receipt receipt)
    {
        receipts.Add(receipt);
        return true;
    }

    private static async Task<Receipt?> TryAsync(TestRound round, byte[] voter)
    {
        try
        {
            return await round.CastAsync(voter, "the-only-key", 1);
        }
        catch (RpcException exception) when (exception.ToError().Code == "voting.outcome_unknown")
        {
            return null;
        }
    }

    private static (byte[] One, byte[] Other) TwoOfOneShard()
    {
        var one = VotingFixture.NewVoter();
        var other = VotingFixture.NewVoter();
        while (Slot.Of(Pseudonym.Read(other)).Shard != Slot.Of(Pseudonym.Read(one)).Shard)
        {
            other = VotingFixture.NewVoter();
        }

        return (one, other);
    }

    /// <summary>What is left of a cast when the process ends between store and ledger.</summary>
    private async Task CastInStoreAloneAsync(TestRound round, byte[] voter, string key, bool isLookedUp = false)
    {
        var slot = Slot.Of(Pseudonym.Read(voter));
        var open = (await voting.Services.GetRequiredService<OpenRounds>().FindAsync(round.Id, Stop.Token)).ShouldNotBeNull();
        var mark = Mark.Make(open.Seal, Mark.HashKey(voter, key), [0, 1], 99, 411_000, BallotChannel.Web);
        await voting.Services.GetRequiredService<BallotStore>()
            .CastAsync([new ShardCastings(open.Key, slot.Shard, [], [new Casting(voter, open.Key.BucketOf(slot), true, mark, [0, 1]) { IsLookedUp = isLookedUp }])]);
    }

    private async Task<RoundKey> KeyOfAsync(TestRound round)
    {
        var row = await ReadAsync(round);
        return row.ToKey(Manifest.Read(row.Manifest));
    }

    private async Task<RoundRow> ReadAsync(TestRound round)
    {
        await using var scope = voting.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<RoundStore>().FindAsync(round.Id, Stop.Token)).ShouldNotBeNull();
    }

    private async Task EmptyAsync(TestRound round)
    {
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            var names = new RedisKeys(round.Id, shard);
            await Redis.GetDatabase().KeyDeleteAsync([names.State, names.Tail, .. Enumerable.Range(0, Slot.Buckets).Select(names.Bucket)]);
        }
    }

    private async Task ShouldHaveNoHoleAsync(TestRound round)
    {
        var key = await KeyOfAsync(round);
        await using var scope = voting.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VotingDb>();
        db.Ledger.Count(row => row.Round == key.Number && row.Version == 0).ShouldBe(0);
        db.Fences.Where(fence => fence.Round == key.Number).Sum(fence => fence.FinalSeq).ShouldBe(db.Ledger.Count(row => row.Round == key.Number));
    }
}

public sealed class EmbeddedRecoveryTests(EmbeddedVoting voting) : RecoveryTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealRecoveryTests(RealVoting voting) : RecoveryTests(voting), IClassFixture<RealVoting>;

public sealed class ClusteredRecoveryTests(ClusteredVoting voting) : RecoveryTests(voting), IClassFixture<ClusteredVoting>;
