using System.Security.Cryptography;

namespace Medborgarbudget.Identity.Keys;

/// <summary>A private key at rest.</summary>
internal sealed record StoredKey(string Id, DateTimeOffset Created, string Pkcs8);

/// <summary>
/// The file with this service's secrets, made at the first start and readable for its owner alone. Replicas share one file (a mounted
/// secret); whoever loses it loses the persons and rolls, so it is backed up apart from the database.
/// </summary>
internal sealed record KeyFile(int Version, string Master, IReadOnlyList<StoredKey> Access, IReadOnlyList<StoredKey> Ballot)
{
    public static KeyFile LoadOrCreate(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return SecretJson.LoadOrCreate(path, () => New(now)) is { Version: 1, Access.Count: > 0, Ballot.Count: > 0 } file
            ? file
            : throw new InvalidOperationException("The key file of Identity is of another version.");
    }

    private static KeyFile New(DateTimeOffset now) => new(
        1, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), [SigningKeys.NewAccess(now)], [SigningKeys.NewBallot(now)]);
}
