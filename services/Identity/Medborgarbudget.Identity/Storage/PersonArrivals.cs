using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Finds or adds the persons whom e-IDs name; those who arrive at the same time share one transaction, so that a voting day is not bound by the disk's commits.</summary>
internal sealed class PersonArrivals
{
    private const int Tries = 5;
    private readonly IServiceScopeFactory _scopes;
    private readonly Sealer _sealer;
    private readonly KeyedHashes _hashes;
    private readonly TimeProvider _clock;
    private readonly Gathered<Arrival, PersonId> _arriving;

    public PersonArrivals(IServiceScopeFactory scopes, Sealer sealer, KeyedHashes hashes, TimeProvider clock)
    {
        (_scopes, _sealer, _hashes, _clock) = (scopes, sealer, hashes, clock);
        _arriving = new(FindOrAddAllAsync);
    }

    /// <summary>The person of the key, made at the first sign-in; the name is kept as the e-ID gave it last.</summary>
    public Task<PersonId> FindOrAddAsync(PersonKey key, string name, CancellationToken cancellationToken)
    {
        var hash = _hashes.OfPerson(key);
        return _arriving.AskAsync(new Arrival(key, name, hash, Convert.ToHexString(hash)), cancellationToken);
    }

    // Where another replica adds one of them first nothing is written, and all are looked for again.
    private async Task<IReadOnlyList<PersonId>> FindOrAddAllAsync(IReadOnlyList<Arrival> arrivals)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var ids = await FindOrAddOnceAsync([.. arrivals.GroupBy(arrival => arrival.Hex).Select(same => same.Last())]);
                return [.. arrivals.Select(arrival => ids[arrival.Hex])];
            }
            catch (DbUpdateException) when (tries < Tries)
            {
            }
        }
    }

    private async Task<Dictionary<string, PersonId>> FindOrAddOnceAsync(List<Arrival> arrivals)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var hashes = arrivals.ConvertAll(arrival => arrival.Hash);
        var known = await db.Persons.Where(row => hashes.Contains(row.KeyHash)).ToDictionaryAsync(row => Convert.ToHexString(row.KeyHash));
        var ids = new Dictionary<string, PersonId>();
        foreach (var arrival in arrivals)
        {
            if (known.TryGetValue(arrival.Hex, out var row))
            {
                Rename(row, arrival.Name);
            }
            else
            {
                db.Persons.Add(row = New(arrival));
            }

            ids[arrival.Hex] = row.Id;
        }

        await db.SaveChangesAsync();
        return ids;
    }

    private void Rename(PersonRow row, string name)
    {
        if (_sealer.OpenText(row.SealedName, PersonStore.NamePurpose) != name)
        {
            row.SealedName = _sealer.Seal(name, PersonStore.NamePurpose);
        }
    }

    private PersonRow New(Arrival arrival)
    {
        var now = _clock.GetUtcNow();
        return new PersonRow
        {
            Id = Id.New<PersonId>(now),
            KeyHash = arrival.Hash,
            KeyType = arrival.Key.Type,
            SealedKey = _sealer.Seal(arrival.Key.Text, PersonStore.KeyPurpose),
            SealedName = _sealer.Seal(arrival.Name, PersonStore.NamePurpose),
            CreatedAt = now,
        };
    }

    private sealed record Arrival(PersonKey Key, string Name, byte[] Hash, string Hex)
    {
        public override string ToString() => "(arrival)";
    }
}
