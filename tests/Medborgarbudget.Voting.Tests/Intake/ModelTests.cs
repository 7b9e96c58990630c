using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>
/// C7: random sequences of casts by every channel, changes, retries, crashes, losses of the store and a close, each held against a model that is nothing but
/// lists. MEDBORGARBUDGET_MODEL_SEEDS says how many (the promise is for 10,000); a failure names its seed, and MEDBORGARBUDGET_MODEL_FIRST begins there.
/// </summary>
public abstract class ModelTests(VotingFixture voting)
{
    [Fact]
    public async Task C7_random_sequences_end_as_the_model_says()
    {
        foreach (var seed in SeededDraw.Seeds("MEDBORGARBUDGET_MODEL_SEEDS", 150, "MEDBORGARBUDGET_MODEL_FIRST"))
        {
            var run = new ModelRun(voting, seed);
            try
            {
                await run.PlayAsync();
            }
            catch (Exception exception) when (!Stop.Token.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Seed {seed}: {string.Join("; ", run.Steps)}", exception);
            }
        }
    }
}

public sealed class EmbeddedModelTests(EmbeddedVoting voting) : ModelTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealModelTests(RealVoting voting) : ModelTests(voting), IClassFixture<RealVoting>;

/// <summary>A version as the model knows it.</summary>
/// <param name="IsHeld">The ledger has it; else only the store's tail has.</param>
internal sealed record ModelVersion(int Voter, int Version, long Seq, string Key, byte[] Choices, BallotChannel Channel, bool IsHeld)
{
    public bool IsStaffed => Channel is BallotChannel.Kiosk or BallotChannel.Telephone;
}

/// <summary>One sequence on one shard of a round of its own.</summary>
internal sealed class ModelRun(VotingFixture voting, int seed)
{
    private const int Voters = 3;
    private const int MostSteps = 20;
    private readonly RoundKey _round = new(1_000_000_000 + seed, SubBudgetId.From(Guid.NewGuid()), 1);
    private readonly BallotSeal _seal = new(SubBudgetId.From(Guid.NewGuid()), new byte[32]);
    private readonly byte[][] _voters = [.. Enumerable.Range(0, Voters).Select(_ => VotingFixture.NewVoter())];
    private readonly IntakeBatch _batch = ActivatorUtilities.CreateInstance<IntakeBatch>(voting.Services);
    private readonly List<ModelVersion> _versions = [];
    private readonly SeededDraw _draw = new(seed);
    private long _seq;
    private bool _isClosed;
    private int _keys;

    private static int Shard => 0;

    public List<string> Steps { get; } = [];

    private BallotStore Store => voting.Services.GetRequiredService<BallotStore>();

    private IConnectionMultiplexer Redis => voting.Services.GetRequiredService<IConnectionMultiplexer>();

    private Reconciler Reconciler => voting.Services.GetRequiredService<Reconciler>();

    public async Task PlayAsync()
    {
        await RebuildAsync();
        for (var step = 4 + Draw(MostSteps); step > 0; step--)
        {
            await StepAsync();
        }

        await CloseAsync();
        await ShouldHoldWhatTheModelHoldsAsync();
    }

    private Task StepAsync() => Draw(12) switch
    {
        < 4 => CastAsync(Draw(Voters), NewKey(), NewChoices(), NewChannel()),
        < 7 => RetryAsync(isChanged: false),
        7 => RetryAsync(isChanged: true),
        < 10 => CrashAsync(Draw(Voters), NewKey(), NewChoices(), NewChannel()),
        10 => SettleAsync(),
        _ when Draw(4) == 0 => CloseAsync(),
        _ => LoseStoreAsync(),
    };

    private async Task CastAsync(int voter, string key, byte[] choices, BallotChannel channel)
    {
        Steps.Add($"cast {voter} {key} {channel}");
        var known = Find(voter, key);
        var outcome = await SendAsync(voter, key, choices, channel);
        if (known is { IsHeld: false } && known.Version < Latest(voter))
        {
            // Only the store's tail knew of it, and was brought to the ledger.
            HoldAll();
            known = Find(voter, key);
        }

        if (known is null)
        {
            if (_isClosed)
            {
                outcome.Error.ShouldBe(VotingErrors.Closed);
                return;
            }

            if (IsShutFor(voter, channel))
            {
                outcome.Error.ShouldBe(VotingErrors.VotedAtPlace);
                return;
            }

            var made = new ModelVersion(voter, Latest(voter) + 1, ++_seq, key, choices, channel, IsHeld: true);
            _versions.Add(made);
            ShouldBe(outcome, made);
        }
        else if (!known.Choices.AsSpan().SequenceEqual(choices))
        {
            outcome.Error.ShouldBe(VotingErrors.KeyReused);
        }
        else
        {
            ShouldBe(outcome, known);
            Hold(known);
        }
    }

    private ModelVersion? Find(int voter, string key) => _versions.LastOrDefault(version => version.Voter == voter && version.Key == key);

    /// <summary>The same key again, with the same ballot or another.</summary>
    private Task RetryAsync(bool isChanged)
    {
        if (_versions.Count == 0)
        {
            return Task.CompletedTask;
        }

        var known = _versions[Draw(_versions.Count)];
        return CastAsync(known.Voter, known.Key, isChanged ? [.. known.Choices, 0, 9] : known.Choices, NewChannel());
    }

    /// <summary>The store decides and the process dies before the ledger hears of it.</summary>
    private async Task CrashAsync(int voter, string key, byte[] choices, BallotChannel channel)
    {
        Steps.Add($"crash {voter} {key} {channel}");
        var decision = (await Store.CastAsync([new ShardCastings(_round, Shard, [], [Casting(voter, key, choices, channel)])]))[0].ShouldNotBeNull()[0];
        decision.Verdict.ShouldBe(_isClosed ? Verdict.Closed : IsShutFor(voter, channel) ? Verdict.AtPlace : Verdict.New);
        if (decision.Verdict == Verdict.New)
        {
            _versions.Add(new ModelVersion(voter, Latest(voter) + 1, ++_seq, key, choices, channel, IsHeld: false));
        }
    }

    private async Task SettleAsync()
    {
        Steps.Add("settle");
        await Reconciler.SettleTailAsync(_round, Shard, Stop.Token);
        HoldAll();
    }

    /// <summary>The store comes back empty: what only its tail had is gone, and was never acknowledged.</summary>
    private async Task LoseStoreAsync()
    {
        Steps.Add("lose");
        var names = new RedisKeys(_round.SubBudget, Shard);
        await Redis.GetDatabase().KeyDeleteAsync([names.State, names.Tail, names.Bucket(0)]);
        await RebuildAsync();
        _versions.RemoveAll(version => !version.IsHeld);
        _seq = _versions.Select(version => version.Seq).DefaultIfEmpty(_isClosed ? _seq : 0).Max();
    }

    private async Task CloseAsync()
    {
        Steps.Add("close");
        var final = (await Store.FenceAsync(_round, Shard)).ShouldNotBeNull();
        await Reconciler.FillAsync(_round, Shard, final, Stop.Token);
        HoldAll();
        final.ShouldBeGreaterThanOrEqualTo(_seq);
        _isClosed = true;
    }

    private async Task RebuildAsync()
    {
        await using var scope = voting.Services.CreateAsyncScope();
        var entries = scope.ServiceProvider.GetRequiredService<LedgerReader>().ReadShard(_round.Number, Shard, after: 0, Stop.Token);
        (await voting.Services.GetRequiredService<ShardRebuild>().RunAsync(
            _round, _seal, Shard, must: true, () => Task.CompletedTask, entries, _isClosed, Stop.Token)).ShouldBeTrue();
    }

    private async Task<Result<LedgerEntry>> SendAsync(int voter, string key, byte[] choices, BallotChannel channel)
    {
        var work = new CastWork(_round, Shard, Casting(voter, key, choices, channel), null, new CastGroup(1));
        await _batch.RunAsync([work], Stop.Token);
        return work.Outcome;
    }

    private Casting Casting(int voter, string key, byte[] choices, BallotChannel channel) =>
        new(_voters[voter], 0, true, Mark.Make(_seal, Mark.HashKey(_voters[voter], key), choices, ReceiptCode.NewCheck(), 499_000, channel), choices);

    /// <summary>What was cast with an officer is changed with an officer only.</summary>
    private bool IsShutFor(int voter, BallotChannel channel) =>
        channel is BallotChannel.Web or BallotChannel.Code && _versions.LastOrDefault(version => version.Voter == voter) is { IsStaffed: true };

    private static void ShouldBe(Result<LedgerEntry> outcome, ModelVersion known)
    {
        outcome.Succeeded(out var entry, out var error).ShouldBeTrue(error?.Code);
        (entry!.Version, entry.Seq).ShouldBe((known.Version, known.Seq));
        entry.Choices.ShouldBe(known.Choices);
    }

    private int Latest(int voter) => _versions.Where(version => version.Voter == voter).Select(version => version.Version).DefaultIfEmpty(0).Max();

    private void Hold(ModelVersion known) => _versions[_versions.IndexOf(known)] = known with { IsHeld = true };

    private void HoldAll()
    {
        for (var i = 0; i < _versions.Count; i++)
        {
            _versions[i] = _versions[i] with { IsHeld = true };
        }
    }

    /// <summary>Every number once, each version as the model has it, and gaps for the rest.</summary>
    private async Task ShouldHoldWhatTheModelHoldsAsync()
    {
        await using var scope = voting.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<LedgerReader>().ReadShard(_round.Number, Shard, after: 0, Stop.Token).ToListAsync(Stop.Token);
        entries.Select(entry => entry.Seq).ShouldBe(Enumerable.Range(1, entries.Count).Select(seq => (long)seq));
        var held = entries.Where(entry => !entry.IsGap).ToList();
        held.Select(entry => (entry.Seq, entry.Version)).ShouldBe(_versions.OrderBy(version => version.Seq).Select(version => (version.Seq, version.Version)));
        foreach (var (entry, version) in held.Zip(_versions.OrderBy(version => version.Seq)))
        {
            entry.Voter.ShouldBe(_voters[version.Voter]);
            entry.Choices.ShouldBe(version.Choices);
            entry.KeyHash.ShouldBe(Mark.HashKey(_voters[version.Voter], version.Key));
            (entry.Channel, entry.Hour).ShouldBe((version.Channel, 499_000));
        }
    }

    private int Draw(int below) => _draw.Below(below);

    private string NewKey() => $"key-{++_keys:D4}";

    private byte[] NewChoices() => [0, (byte)Draw(4)];

    private BallotChannel NewChannel() => (BallotChannel)Draw(4);
}

public sealed class ClusteredModelTests(ClusteredVoting voting) : ModelTests(voting), IClassFixture<ClusteredVoting>;
