using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>A person as this service reads her.</summary>
internal sealed record Person(PersonId Id, PersonKey Key, string Name);

/// <summary>Persons, sealed.</summary>
internal sealed class PersonStore(IdentityDb db, Sealer sealer, KeyedHashes hashes, TimeProvider clock)
{
    private const string KeyPurpose = "person-key";
    private const string NamePurpose = "person-name";

    /// <summary>The person of the key, made at the first sign-in; the name is kept as the e-ID gave it last.</summary>
    public async Task<PersonId> FindOrAddAsync(PersonKey key, string name, CancellationToken cancellationToken)
    {
        var hash = hashes.OfPerson(key);
        if (await db.Persons.FirstOrDefaultAsync(row => row.KeyHash == hash, cancellationToken) is { } known)
        {
            if (sealer.OpenText(known.SealedName, NamePurpose) != name)
            {
                known.SealedName = sealer.Seal(name, NamePurpose);
                await db.SaveChangesAsync(cancellationToken);
            }

            return known.Id;
        }

        return await AddAsync(key, hash, name, cancellationToken);
    }

    public async Task<Person?> FindAsync(PersonId id, CancellationToken cancellationToken)
    {
        var row = await db.Persons.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return row is null ? null : new Person(
            row.Id, new PersonKey(row.KeyType, sealer.OpenText(row.SealedKey, KeyPurpose)), sealer.OpenText(row.SealedName, NamePurpose));
    }

    public Task<bool> ExistsAsync(PersonId id, CancellationToken cancellationToken) =>
        db.Persons.AnyAsync(row => row.Id == id, cancellationToken);

    private async Task<PersonId> AddAsync(PersonKey key, byte[] hash, string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = new PersonRow
        {
            Id = Id.New<PersonId>(now),
            KeyHash = hash,
            KeyType = key.Type,
            SealedKey = sealer.Seal(key.Text, KeyPurpose),
            SealedName = sealer.Seal(name, NamePurpose),
            CreatedAt = now,
        };
        db.Persons.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return row.Id;
        }
        catch (DbUpdateException)
        {
            // The same person signed in twice at once; the first row stands.
            db.Entry(row).State = EntityState.Detached;
            return await db.Persons.Where(other => other.KeyHash == hash).Select(other => other.Id).SingleAsync(cancellationToken);
        }
    }
}
