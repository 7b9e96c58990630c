namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// When a signing key does what: it is published from the moment it is made, signs from <see cref="StoredKey.SignsFrom"/> on until a newer one does, and is trusted
/// and published after that for as long as something that it signed can live.
/// </summary>
internal static class SigningSchedule
{
    /// <summary>
    /// From publishing to signing. Services ask for the keys every five minutes and when they meet an unknown one, replicas read the file every half minute; third
    /// parties may keep a key set for as long as this.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>Refresh tokens are signed with the keys of access tokens, and live for eight hours.</summary>
    public static readonly TimeSpan AccessTrust = TimeSpan.FromHours(9);

    /// <summary>Ballot tokens live for thirty minutes.</summary>
    public static readonly TimeSpan BallotTrust = TimeSpan.FromHours(1);

    /// <summary>The key that signs now: the newest whose time has come. Where every key is of later, the oldest: there was none before.</summary>
    public static StoredKey Signing(IReadOnlyList<StoredKey> keys, DateTimeOffset now)
    {
        var ordered = Ordered(keys);
        return ordered.Find(key => key.Begins <= now) ?? ordered[^1];
    }

    /// <summary>The keys to publish and trust now, newest first.</summary>
    public static IReadOnlyList<StoredKey> Holding(IReadOnlyList<StoredKey> keys, DateTimeOffset now, TimeSpan trust)
    {
        var ordered = Ordered(keys);
        return [.. ordered.Where((_, place) => place == 0 || now < ordered[place - 1].Begins + trust)];
    }

    private static List<StoredKey> Ordered(IReadOnlyList<StoredKey> keys) => [.. keys.OrderByDescending(key => key.Begins)];
}
