using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>
/// The mode in which a voter may look at her own ballot: how often and how long. It helps one whose device may lie, and whoever stands
/// behind her as well; so it is off unless the rules of the vote say otherwise, and over soon.
/// </summary>
public static class Castcheck
{
    /// <summary>How many times one version of a ballot is shown.</summary>
    public const int MostShown = 3;

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Until when a ballot may be shown. Nobody keeps the time of a cast; the log's heads tell the minute in which it took the ballot in, at
    /// most a minute after the cast, and the ledger's hour holds where the log is late. Errors: castcheck_over.
    /// </summary>
    /// <param name="hour">In which the ballot was received, since 1970.</param>
    /// <param name="loggedAt">Of the head that took it in; null while none has.</param>
    public static Result<DateTimeOffset> Until(int hour, DateTimeOffset? loggedAt, DateTimeOffset now)
    {
        var until = (loggedAt ?? CutToMinute(now)) + Lasts;
        var latest = DateTimeOffset.UnixEpoch.AddHours(hour + 1) + Lasts;
        until = until < latest ? until : latest;
        return now < until ? until : VotingErrors.CastcheckOver;
    }

    /// <summary>The last hour whose ballots cannot be shown any more.</summary>
    public static int LastHourOver(DateTimeOffset now) => (int)((now - Lasts - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerHour) - 1;

    private static DateTimeOffset CutToMinute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
