using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>A person as this service reads her.</summary>
internal sealed record Person(PersonId Id, PersonKey Key, string Name);

/// <summary>Persons, sealed.</summary>
internal sealed class PersonStore(IdentityDb db, GatheredReads reads, PersonArrivals arrivals, Sealer sealer)
{
    public const string KeyPurpose = "person-key";
    public const string NamePurpose = "person-name";

    /// <summary>The person of the key, made at the first sign-in; the name is kept as the e-ID gave it last.</summary>
    public Task<PersonId> FindOrAddAsync(PersonKey key, string name, CancellationToken cancellationToken) => arrivals.FindOrAddAsync(key, name, cancellationToken);

    public async Task<Person?> FindAsync(PersonId id, CancellationToken cancellationToken)
    {
        var row = await reads.PersonAsync(id, cancellationToken);
        return row is null ? null : new Person(
            row.Id, new PersonKey(row.KeyType, sealer.OpenText(row.SealedKey, KeyPurpose)), sealer.OpenText(row.SealedName, NamePurpose));
    }

    public Task<bool> ExistsAsync(PersonId id, CancellationToken cancellationToken) =>
        db.Persons.AnyAsync(row => row.Id == id, cancellationToken);
}
