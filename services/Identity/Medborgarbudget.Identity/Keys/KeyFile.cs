using System.Security.Cryptography;

namespace Medborgarbudget.Identity.Keys;

/// <summary>A private key at rest.</summary>
/// <param name="SignsFrom">When it begins to sign; null in the first key of an installation, which signs at once.</param>
internal sealed record StoredKey(string Id, DateTimeOffset Created, string Pkcs8, DateTimeOffset? SignsFrom = null)
{
    public DateTimeOffset Begins => SignsFrom ?? Created;

    public override string ToString() => $"(private key {Id})";
}

/// <summary>
/// The file with this service's secrets, made at the first start and readable for its owner alone. Replicas share one file (a mounted
/// secret); whoever loses it loses the persons and rolls, so it is backed up apart from the database.
/// </summary>
internal sealed record KeyFile(int Version, string Master, IReadOnlyList<StoredKey> Access, IReadOnlyList<StoredKey> Ballot)
{
    public static KeyFile LoadOrCreate(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return Checked(SecretJson.LoadOrCreate(path, () => New(now)));
    }

    public static KeyFile Load(string path) => Checked(SecretJson.Load<KeyFile>(path));

    /// <summary>
    /// Adds a key of each kind that signs after the overlap, and leaves out those that nobody trusts any more. Gives the ids of the new ones. Two at the same
    /// time would lose one of them: it is run by hand.
    /// </summary>
    public static (string Access, string Ballot) Rotate(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var (access, ballot) = (SigningKeys.NewAccess(now) with { SignsFrom = now + SigningSchedule.Overlap }, SigningKeys.NewBallot(now) with { SignsFrom = now + SigningSchedule.Overlap });
        var file = LoadOrCreate(path, clock);
        SecretJson.Replace(path, file with
        {
            Access = [access, .. SigningSchedule.Holding(file.Access, now, SigningSchedule.AccessTrust)],
            Ballot = [ballot, .. SigningSchedule.Holding(file.Ballot, now, SigningSchedule.BallotTrust)],
        });
        return (access.Id, ballot.Id);
    }

    private static KeyFile Checked(KeyFile? file) => file is { Version: 1, Access.Count: > 0, Ballot.Count: > 0 }
        ? file
        : throw new InvalidOperationException("The key file of Identity is of another version.");

    private static KeyFile New(DateTimeOffset now) => new(
        1, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), [SigningKeys.NewAccess(now)], [SigningKeys.NewBallot(now)]);
}
