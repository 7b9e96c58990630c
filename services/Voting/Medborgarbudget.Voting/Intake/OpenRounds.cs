using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Voting.Intake;

/// <summary>A round with all that a cast needs to know of it.</summary>
/// <param name="Seal">Makes the leaves of its ballots.</param>
/// <param name="SigningKey">Signs its receipts. Locked while in use.</param>
internal sealed record VotingRound(RoundKey Key, Round Round, SubBudget SubBudget, BallotForm Form, BallotSeal Seal, ECDsa SigningKey)
{
    public string IdText { get; } = Key.SubBudget.ToString();

    public Result<Unit> CheckTakesBallots(DateTimeOffset now) => Round.CheckTakesBallots(SubBudget, now);
}

/// <summary>
/// The frozen rounds in memory, at most a second old, so that a cast asks no database for them. The fence in the store decides what a
/// second-old copy does not know.
/// </summary>
internal sealed class OpenRounds(IServiceScopeFactory scopes, LogKeys keys, TimeProvider clock, ILogger<OpenRounds> logger) : IDisposable
{
    private const int MostRounds = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MostRounds });

    private sealed record Held(VotingRound Round, long Since);

    /// <summary>Null when the sub-budget is unknown or its ballot not frozen.</summary>
    public ValueTask<VotingRound?> FindAsync(SubBudgetId id, CancellationToken cancellationToken)
    {
        var held = _cache.Get<Held>(id);
        return held is not null && clock.GetElapsedTime(held.Since) < Fresh
            ? ValueTask.FromResult<VotingRound?>(held.Round)
            : new ValueTask<VotingRound?>(RenewAsync(id, held, cancellationToken));
    }

    /// <summary>The next look reads the database.</summary>
    public void Forget(SubBudgetId id) => _cache.Remove(id);

    public void Dispose() => _cache.Dispose();

    private async Task<VotingRound?> RenewAsync(SubBudgetId id, Held? held, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(id, held, cancellationToken);
        }
        catch (Exception exception) when (held is not null && Outage.Is(exception))
        {
            logger.LogWarning(exception, "The rounds cannot be read; going on with what was known");
            return held.Round;
        }
    }

    private async Task<VotingRound?> LoadAsync(SubBudgetId id, Held? held, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<RoundStore>();
        var row = await store.FindAsync(id, cancellationToken);
        var subBudget = row is null ? null : await store.FindSubBudgetAsync(id, cancellationToken);
        if (row is null || subBudget is null || row.State == RoundState.FreezeRequested)
        {
            return null;
        }

        var round = row.ToRound();
        var form = held?.Round.Form ?? new BallotForm(round.Manifest);
        if (keys.Find(round.Manifest) is not { } key)
        {
            logger.LogError("The key file does not hold the key that the manifest of round {Round} names; its ballots are not taken", row.Number);
            return null;
        }

        var loaded = new VotingRound(row.ToKey(round.Manifest), round, subBudget, form, new BallotSeal(id, row.SaltKey), key);
        _cache.Set(id, new Held(loaded, clock.GetTimestamp()), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Kept });
        return loaded;
    }
}
