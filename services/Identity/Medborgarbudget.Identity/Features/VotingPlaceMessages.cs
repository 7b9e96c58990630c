using Google.Protobuf.WellKnownTypes;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Places and shifts as the contract writes them.</summary>
internal static class VotingPlaceMessages
{
    public static Contracts.Identity.V1.VotingPlace ToMessage(this VotingPlace place) => new()
    {
        VotingPlaceId = place.Id.ToString(),
        SubBudgetId = place.SubBudgetId.ToString(),
        Name = place.Name,
        Channels = { place.Offered.Select(channel => (WireChannel)channel) },
        IsOffline = place.IsOffline,
    };

    public static Contracts.Identity.V1.Shift ToMessage(this Shift shift) => new()
    {
        ShiftId = shift.Id.ToString(),
        VotingPlaceId = shift.VotingPlaceId.ToString(),
        PersonId = shift.PersonId.ToString(),
        BeginsAt = shift.BeginsAt.ToTimestamp(),
        EndsAt = shift.EndsAt.ToTimestamp(),
        ClosedAt = shift.ClosedAt?.ToTimestamp(),
        Envelopes = shift.Envelopes,
    };

    public static Contracts.Identity.V1.ShiftSheet ToSheet(this Shift shift, VotingPlace place) => new()
    {
        Shift = shift.ToMessage(),
        VotingPlace = place.ToMessage(),
        IsSettled = shift.SettledList is not null,
    };
}
