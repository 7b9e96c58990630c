using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.TestStores;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Tests.Hosting;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Tests.Box;

/// <summary>The same vectors on every store (C8).</summary>
public abstract class ScriptTests : IAsyncLifetime
{
    private const int Shard = 5;
    private static readonly BallotSeal Seal = new(SubBudgetId.From(Guid.NewGuid()), new byte[32]);
    private readonly RoundKey _round = new(7, SubBudgetId.From(Guid.NewGuid()), Slot.Buckets);
    private ConnectionMultiplexer? _redis;

    private BallotStore Store => new(_redis!);

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync(await StartAsync());
        (await RebuildAsync()).ShouldBeTrue();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _redis!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task C8_Versions_and_sequence_rise_by_one()
    {
        var decisions = await CastAsync(Of(1, "a", 1), Of(2, "b", 1), Of(1, "c", 2));
        decisions.ShouldBe([New(1, 1), New(1, 2), New(2, 3)]);
        (await Store.ReadStateAsync(_round, Shard)).ShouldBe(new ShardState(true, 3));
    }

    [Fact]
    public async Task C8_The_same_key_and_choices_get_the_first_answer()
    {
        var first = Of(1, "a", 1);
        await CastAsync(first);
        var again = Of(1, "a", 1);
        var decision = (await CastAsync(again))[0];
        (decision.Verdict, decision.Version, decision.Seq).ShouldBe((Verdict.Same, 1, 1L));
        decision.Mark!.Value.Bytes.ShouldBe(first.Mark.Bytes);
        again.Mark.Check.ShouldNotBe(first.Mark.Check);
    }

    [Fact]
    public async Task C8_What_is_sent_twice_in_one_batch_is_one_ballot()
    {
        var decisions = await CastAsync(Of(1, "a", 1), Of(1, "a", 1), Of(1, "a", 2), Of(1, "b", 3), Of(1, "a", 1));
        decisions.Select(decision => (decision.Verdict, decision.Version, decision.Seq)).ShouldBe(
            [(Verdict.New, 1, 1), (Verdict.Same, 1, 1), (Verdict.KeyReused, 0, 0), (Verdict.New, 2, 2), (Verdict.Earlier, 1, 0)]);
        (await TailAsync()).Select(kept => (kept.Seq, kept.Version)).ShouldBe([(1, 1), (2, 2)]);
    }

    [Fact]
    public async Task C8_What_the_ledger_holds_leaves_the_tail_however_much_it_is()
    {
        for (var i = 0; i < 1024; i++)
        {
            await CastAsync(Of(i, "key", 1));
        }

        await CastAsync([.. Enumerable.Range(1024, 1024).Select(i => Of(i, "key", 1))]);
        await CastAsync([.. Enumerable.Range(1, 1022).Select(seq => (long)seq)], Of(1, "key", 1));
        (await TailAsync()).Select(kept => kept.Seq).ShouldBe(Enumerable.Range(1023, 1026).Select(seq => (long)seq));
        await CastAsync([1023, 1025], Of(1, "key", 1));
        (await TailAsync()).Select(kept => kept.Seq).ShouldBe([1024]);
    }

    [Fact]
    public async Task C8_The_same_key_with_other_choices_is_told()
    {
        await CastAsync(Of(1, "a", 1));
        (await CastAsync(Of(1, "a", 2)))[0].Verdict.ShouldBe(Verdict.KeyReused);
    }

    [Fact]
    public async Task C8_The_key_of_an_earlier_version_never_makes_a_new_one()
    {
        await CastAsync(Of(1, "a", 1), Of(1, "b", 2), Of(1, "c", 3));
        (await CastAsync(Of(1, "a", 1), Of(1, "b", 2))).ShouldBe(
            [new Decision(Verdict.Earlier, 1, 0, null), new Decision(Verdict.Earlier, 2, 0, null)]);
        (await Store.ReadStateAsync(_round, Shard)).Seq.ShouldBe(3);
    }

    [Fact]
    public async Task C8_A_fenced_shard_takes_nothing_new_and_still_knows_its_keys()
    {
        await CastAsync(Of(1, "a", 1));
        (await Store.FenceAsync(_round, Shard)).ShouldBe(1);
        var decisions = await CastAsync(Of(2, "b", 1), Of(1, "c", 1), Of(1, "a", 1));
        decisions.Select(decision => decision.Verdict).ShouldBe([Verdict.Closed, Verdict.Closed, Verdict.Same]);
        (await Store.FenceAsync(_round, Shard)).ShouldBe(1);
    }

    [Fact]
    public async Task C8_What_may_not_be_taken_in_is_refused_unless_its_key_is_known()
    {
        await CastAsync(Of(1, "a", 1));
        var decisions = await CastAsync(Of(2, "b", 1) with { IsOpen = false }, Of(1, "a", 1) with { IsOpen = false });
        decisions.Select(decision => decision.Verdict).ShouldBe([Verdict.Refused, Verdict.Same]);
    }

    [Fact]
    public async Task C8_What_was_cast_with_an_officer_is_changed_with_an_officer_only()
    {
        var decisions = await CastAsync(
            Of(1, "a", 1), By(BallotChannel.Kiosk, 1, "b", 2), Of(1, "c", 3), By(BallotChannel.Code, 1, "d", 3), By(BallotChannel.Telephone, 1, "e", 4), Of(1, "e", 4));
        decisions.Select(decision => (decision.Verdict, decision.Version)).ShouldBe(
            [(Verdict.New, 1), (Verdict.New, 2), (Verdict.AtPlace, 0), (Verdict.AtPlace, 0), (Verdict.New, 3), (Verdict.Same, 3)]);
        (await CastAsync(Of(1, "f", 1), Of(1, "a", 1), Of(2, "g", 1), Of(2, "h", 1) with { IsOpen = false })).Select(decision => decision.Verdict)
            .ShouldBe([Verdict.AtPlace, Verdict.Earlier, Verdict.New, Verdict.Refused]);
        (await TailAsync()).OrderBy(entry => entry.Seq).Select(entry => (entry.Channel, entry.Hour)).ShouldBe(
            [(BallotChannel.Web, 499_000), (BallotChannel.Kiosk, 499_000), (BallotChannel.Telephone, 499_000), (BallotChannel.Web, 499_000)]);
    }

    [Fact]
    public async Task C8_The_tail_holds_what_was_decided_until_the_ledger_has_it()
    {
        var casting = Of(1, "a", 0, 255);
        await CastAsync(casting, Of(2, "b", 1));
        var entry = (await TailAsync()).Single(entry => entry.Seq == 1);
        entry.IsSameAs(new LedgerEntry(
            7, Shard, 1, casting.Voter, 1, casting.Choices, casting.Mark.KeyHash, casting.Mark.Check, casting.Mark.Hour, casting.Mark.Channel)).ShouldBeTrue();
        await CastAsync([1], Of(3, "c", 1));
        (await TailAsync()).Select(kept => kept.Seq).ShouldBe([3]);
    }

    [Fact]
    public async Task C8_A_shard_that_was_emptied_decides_nothing()
    {
        await CastAsync(Of(1, "a", 1));
        await _redis!.GetDatabase().KeyDeleteAsync(new RedisKeys(_round.SubBudget, Shard).State);
        (await Store.CastAsync([new ShardCastings(_round, Shard, [], [Of(1, "b", 1)])]))[0].ShouldBeNull();
        (await Store.FenceAsync(_round, Shard)).ShouldBeNull();
    }

    [Fact]
    public async Task C8_A_rebuilt_shard_decides_as_the_first_one_would_have()
    {
        Casting[] castings = [Of(1, "a", 1), Of(1, "b", 2), By(BallotChannel.Kiosk, 2, "c", 0, 0), Of(1, "d", 3)];
        var decisions = await CastAsync(castings);
        await _redis!.GetDatabase().KeyDeleteAsync(new RedisKeys(_round.SubBudget, Shard).State);
        (await RebuildAsync([.. castings.Select((casting, i) => new LedgerEntry(
            7, Shard, decisions[i].Seq, casting.Voter, decisions[i].Version, casting.Choices, casting.Mark.KeyHash, casting.Mark.Check, casting.Mark.Hour, casting.Mark.Channel))]))
            .ShouldBeTrue();
        var after = await CastAsync(Of(1, "d", 3), Of(1, "b", 2), Of(2, "c", 9), Of(2, "e", 1), By(BallotChannel.Kiosk, 2, "f", 1));
        after.Select(decision => decision.Verdict).ShouldBe([Verdict.Same, Verdict.Earlier, Verdict.KeyReused, Verdict.AtPlace, Verdict.New]);
        after[0].Mark!.Value.Bytes.ShouldBe(castings[3].Mark.Bytes);
        after[4].ShouldBe(New(2, 5));
    }

    [Fact]
    public async Task C8_A_key_that_may_be_older_than_those_remembered_is_decided_when_the_ledger_was_asked_for_it()
    {
        for (var i = 0; i < 65; i++)
        {
            (await CastAsync(Of(1, $"key {i}", 1)))[0].Verdict.ShouldBe(Verdict.New);
        }

        (await CastAsync(Of(1, "key 0", 1)))[0].ShouldBe(new Decision(Verdict.Earlier, 1, 0, null));
        (await CastAsync(Of(1, "key 65", 1)))[0].Verdict.ShouldBe(Verdict.Forgotten);
        (await CastAsync(Of(1, "key 65", 1) with { IsLookedUp = true }))[0].ShouldBe(New(66, 66));
        (await CastAsync(Of(1, "key 65", 1)))[0].Verdict.ShouldBe(Verdict.Same);
        (await CastAsync(Of(1, "key 0", 1)))[0].Verdict.ShouldBe(Verdict.Forgotten);
        (await CastAsync(Of(1, "key 1", 1)))[0].ShouldBe(new Decision(Verdict.Earlier, 2, 0, null));
        (await CastAsync(Of(1, "key 66", 1) with { IsLookedUp = true, IsOpen = false }))[0].Verdict.ShouldBe(Verdict.Refused);
    }

    [Fact]
    public async Task C8_Only_one_owner_rebuilds_a_shard()
    {
        await _redis!.GetDatabase().StringSetAsync(new RedisKeys(_round.SubBudget, Shard).Rebuild, "another");
        (await RebuildAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task C8_An_owner_that_was_away_until_its_claim_was_over_takes_nothing_from_a_shard_that_another_has_rebuilt()
    {
        (await RebuildAsync(settle: async () =>
        {
            await _redis!.GetDatabase().KeyDeleteAsync(new RedisKeys(_round.SubBudget, Shard).Rebuild);
            (await RebuildAsync()).ShouldBeTrue();
            await CastAsync(Of(1, "a", 1));
        })).ShouldBeFalse();
        (await CastAsync(Of(1, "a", 1)))[0].Verdict.ShouldBe(Verdict.Same);
        (await TailAsync()).Count().ShouldBe(1);
    }

    [Fact]
    public async Task C8_A_shard_rebuilt_while_closing_comes_back_fenced()
    {
        (await RebuildAsync(isFenced: true)).ShouldBeTrue();
        (await CastAsync(Of(1, "a", 1)))[0].Verdict.ShouldBe(Verdict.Closed);
    }

    [Fact]
    public async Task C8_A_whole_batch_for_one_shard_is_decided_at_once()
    {
        var decisions = await CastAsync([.. Enumerable.Range(0, 1024).Select(i => Of(i, "same key", i % 250))]);
        decisions.ShouldAllBe(decision => decision.Verdict == Verdict.New && decision.Version == 1);
        decisions.Select(decision => decision.Seq).ShouldBe(Enumerable.Range(1, 1024).Select(seq => (long)seq));
    }

    [Fact]
    public async Task C8_Shards_that_come_together_are_decided_each_on_its_own()
    {
        (await RebuildAsync(shard: Shard + 1)).ShouldBeTrue();
        await CastAsync(Of(1, "a", 1), Of(2, "b", 1));
        ShardCastings[] shards =
        [
            new(_round, Shard + 1, [], [Of(1, "c", 1), Of(3, "d", 1)]),
            new(_round, Shard + 2, [], [Of(4, "e", 1), Of(5, "f", 1), Of(6, "g", 1)]),
            new(_round, Shard, [1], [Of(2, "b", 1), Of(7, "h", 1) with { IsOpen = false }, Of(1, "i", 2)]),
        ];
        var decisions = new List<Decision[]?>();
        foreach (var together in Store.Together(shards))
        {
            decisions.AddRange(await Store.CastAsync(together));
        }

        decisions[0].ShouldBe([New(1, 1), New(1, 2)]);
        decisions[1].ShouldBeNull();
        decisions[2]!.Select(decision => (decision.Verdict, decision.Seq)).ShouldBe([(Verdict.Same, 2), (Verdict.Refused, 0), (Verdict.New, 3)]);
        (await TailAsync()).Select(kept => kept.Seq).ShouldBe([3]);
        (await TailAsync(Shard + 1)).Select(kept => kept.Seq).ShouldBe([1, 2]);
    }

    protected abstract Task<string> StartAsync();

    private static Decision New(int version, long seq) => new(Verdict.New, version, seq, null);

    /// <summary>A voter with bytes that a careless script would trip over: zeros, line feeds, blanks, percent signs.</summary>
    private static Casting Of(int voter, string key, params int[] choices) => By(BallotChannel.Web, voter, key, choices);

    private static Casting By(BallotChannel channel, int voter, string key, params int[] choices)
    {
        byte[] pseudonym = [0, 10, 13, 32, 37, 255, 92, 34, (byte)(voter >> 8), (byte)(voter & 255), 0, 0, 0, 0, 0, 0];
        byte[] bytes = [.. choices.Select(choice => (byte)choice)];
        var mark = Mark.Make(Seal, Mark.HashKey(pseudonym, key), bytes, ReceiptCode.NewCheck(), 499_000, channel);
        return new Casting(pseudonym, Slot.Of(Pseudonym.Read(pseudonym)).Bucket, true, mark, bytes);
    }

    private Task<Decision[]> CastAsync(params Casting[] castings) => CastAsync([], castings);

    private async Task<Decision[]> CastAsync(IReadOnlyList<long> held, params Casting[] castings) =>
        (await Store.CastAsync([new ShardCastings(_round, Shard, held, castings)]))[0].ShouldNotBeNull();

    private async Task<IEnumerable<LedgerEntry>> TailAsync(int shard = Shard) =>
        (await Store.ReadTailAsync(_round, shard)).SelectMany(batch => batch).OrderBy(entry => entry.Seq);

    private Task<bool> RebuildAsync(LedgerEntry[]? entries = null, bool isFenced = false, int shard = Shard, Func<Task>? settle = null) => new ShardRebuild(_redis!).RunAsync(
        _round, Seal, shard, must: true, settle ?? (() => Task.CompletedTask), (entries ?? []).ToAsyncEnumerable(), isFenced, Stop.Token);
}

public sealed class GarnetScriptTests : ScriptTests
{
    private GarnetStore? _store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store?.Dispose();
    }

    protected override Task<string> StartAsync()
    {
        _store = new GarnetStore();
        return Task.FromResult(_store.Configuration);
    }
}

public sealed class RedisScriptTests : ScriptTests
{
    private RedisDatabase? _store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _store!.DisposeAsync();
    }

    protected override async Task<string> StartAsync()
    {
        _store = await RedisServer.CreateDatabaseAsync(Stop.Token);
        return _store.Configuration;
    }
}

/// <summary>Here a script whose keys do not share a hash slot is refused.</summary>
public sealed class RedisClusterScriptTests : ScriptTests
{
    protected override Task<string> StartAsync() => RedisCluster.SharedAsync(Stop.Token);
}
