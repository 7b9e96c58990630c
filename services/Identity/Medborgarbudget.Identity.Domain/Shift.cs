using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// One officer's time at one place, and her right to mark the roll there. What she is refused is counted, so that nobody finds out who stands
/// on the roll by trying keys.
/// </summary>
public sealed record Shift
{
    /// <summary>Refused keys that a shift may try in <see cref="RefusalWindow"/>; a busy place meets fewer strangers.</summary>
    public const int MostRefusals = 30;

    /// <summary>After it the refusals are counted anew.</summary>
    public static readonly TimeSpan RefusalWindow = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public required ShiftId Id { get; init; }

    public required VotingPlaceId VotingPlaceId { get; init; }

    /// <summary>The officer.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>UTC, included.</summary>
    public required DateTimeOffset BeginsAt { get; init; }

    /// <summary>UTC, excluded.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Envelopes that it took, as told when it was closed.</summary>
    public int Envelopes { get; init; }

    public int Refusals { get; init; }

    /// <summary>Since when they are counted.</summary>
    public required DateTimeOffset RefusalsSince { get; init; }

    /// <summary>Keyed hash of the list of marks that was settled; null before. The list itself is not kept.</summary>
    public byte[]? SettledList { get; init; }

    public static Result<Shift> Assign(VotingPlaceId place, PersonId officer, DateTimeOffset begins, DateTimeOffset ends, DateTimeOffset now)
    {
        var fields = new Fields();
        fields.Check(ends > begins, "endsAt", "must be after beginsAt");
        fields.Check(ends - begins <= Longest, "endsAt", "must be within 24 hours of beginsAt");
        fields.Check(ends > now, "endsAt", "must be in the future");
        return fields.Give(() => new Shift
        {
            Id = Kernel.Id.New<ShiftId>(now),
            VotingPlaceId = place,
            PersonId = officer,
            BeginsAt = begins,
            EndsAt = ends,
            RefusalsSince = begins,
        });
    }

    /// <summary>Why no mark is made in the shift at this moment; null when one may be.</summary>
    public Error? RefusalToMark(VotingPlace place, Channel channel, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(place);
        return this switch
        {
            { ClosedAt: not null } => IdentityErrors.ShiftClosed,
            _ when now < BeginsAt || now >= EndsAt => IdentityErrors.ShiftNotOn,
            _ when place.IsOffline || !place.Offers(channel) => IdentityErrors.ChannelNotOffered,
            _ when RefusalsLeftAt(now) == 0 => IdentityErrors.TooManyRefusals with { RetryAfterSeconds = (int)Math.Ceiling((RefusalsSince + RefusalWindow - now).TotalSeconds) },
            _ => null,
        };
    }

    /// <summary>Why its list of offline marks is not settled; null when it may be. The same list may be settled again.</summary>
    public Error? RefusalToSettle(VotingPlace place, byte[] list, VotingWindow window, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(window);
        return this switch
        {
            { ClosedAt: not null } => IdentityErrors.ShiftClosed,
            _ when !place.IsOffline => IdentityErrors.ChannelNotOffered,
            _ when window.IsAborted || window.Phase > Phase.Counting => IdentityErrors.VotingOver,
            _ when now < BeginsAt || window.Phase < Phase.Voting => IdentityErrors.ShiftNotOn,
            { SettledList: { } settled } when !settled.AsSpan().SequenceEqual(list) => IdentityErrors.MarksSettled,
            _ => null,
        };
    }

    /// <summary>Closes it for good. An offline place that took envelopes has settled its marks before.</summary>
    public Result<Shift> Close(VotingPlace place, int envelopes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(place);
        return this switch
        {
            { ClosedAt: not null } => IdentityErrors.ShiftClosed,
            { SettledList: null } when place.IsOffline && envelopes > 0 => IdentityErrors.MarksNotSettled,
            _ => this with { ClosedAt = now, Envelopes = envelopes },
        };
    }

    /// <summary>Counts one more refused key.</summary>
    public Shift Refused(DateTimeOffset now) => now >= RefusalsSince + RefusalWindow
        ? this with { Refusals = 1, RefusalsSince = now }
        : this with { Refusals = Refusals + 1 };

    private int RefusalsLeftAt(DateTimeOffset now) => now >= RefusalsSince + RefusalWindow ? MostRefusals : MostRefusals - Refusals;
}
