using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>
/// Two places where the centre's votes are taken: the town hall with a kiosk, a telephone and paper, and a library without a connection. An
/// officer has shifts at both, and three paper cards have come in.
/// </summary>
internal sealed class AtPlaces(PublicApi api, SubBudgetYear year)
{
    /// <summary>The first of three residents, after those who vote with their codes.</summary>
    public const int FirstOnPaper = 101;

    private const int Days = 3;
    private const int Cards = 3;

    public async Task OpenAsync(Organisations organisations, string organisation, DateTimeOffset now, DateTimeOffset today, CancellationToken cancellationToken)
    {
        string[] staff = [DemoPersons.VotingOfficer, DemoPersons.Reader, DemoPersons.SecondReader];
        await api.SignInAsync(staff.Append(DemoPersons.CountLeader), cancellationToken);
        await organisations.GrantAsync(organisation, DemoPersons.VotingOfficer, Role.VotingOfficer, cancellationToken);
        await organisations.GrantAsync(organisation, DemoPersons.Reader, Role.Counter, cancellationToken);
        await organisations.GrantAsync(organisation, DemoPersons.SecondReader, Role.Counter, cancellationToken);
        api.SignOut(staff);

        var leader = new VotingPlaceService.VotingPlaceServiceClient(await api.As(DemoPersons.ProcessLeader, cancellationToken));
        var hall = await CreateAsync(leader, "Stadshuset", isOffline: false, [Channel.Kiosk, Channel.Telephone, Channel.Paper], cancellationToken);
        var library = await CreateAsync(leader, "Biblioteket", isOffline: true, [Channel.Paper], cancellationToken);
        var me = await new IdentityService.IdentityServiceClient(await api.As(DemoPersons.VotingOfficer, cancellationToken))
            .GetMeAsync(new GetMeRequest(), cancellationToken: cancellationToken);

        // Whoever tries the demo in its first days finds a shift that is on.
        for (var day = 0; day < Days; day++)
        {
            await AssignAsync(leader, hall, me.PersonId, today.AddDays(day), cancellationToken);
        }

        await AssignAsync(leader, library, me.PersonId, now, cancellationToken);
        await TakePaperAsync(hall, await AssignAsync(leader, hall, me.PersonId, now, cancellationToken), cancellationToken);
    }

    private async Task<VotingPlace> CreateAsync(
        VotingPlaceService.VotingPlaceServiceClient leader, string name, bool isOffline, IEnumerable<Channel> channels, CancellationToken cancellationToken) =>
        await leader.CreateVotingPlaceAsync(
            new CreateVotingPlaceRequest { SubBudgetId = year.Id, Name = name, IsOffline = isOffline, Channels = { channels } }, cancellationToken: cancellationToken);

    private static async Task<Shift> AssignAsync(
        VotingPlaceService.VotingPlaceServiceClient leader, VotingPlace place, string officer, DateTimeOffset begins, CancellationToken cancellationToken) =>
        await leader.AssignShiftAsync(
            new AssignShiftRequest
            {
                VotingPlaceId = place.VotingPlaceId,
                PersonId = officer,
                BeginsAt = begins.ToTimestamp(),
                EndsAt = begins.AddDays(1).ToTimestamp(),
            },
            cancellationToken: cancellationToken);

    private async Task TakePaperAsync(VotingPlace hall, Shift shift, CancellationToken cancellationToken)
    {
        var officer = new VotingPlaceService.VotingPlaceServiceClient(await api.As(DemoPersons.VotingOfficer, cancellationToken));
        for (var card = 0; card < Cards; card++)
        {
            var voter = new VoterKey { LocalKey = Election.Resident(FirstOnPaper + card) };
            await officer.MarkAtPlaceAsync(
                new MarkAtPlaceRequest { ShiftId = shift.ShiftId, Voter = voter, Channel = Channel.Paper }, cancellationToken: cancellationToken);
        }

        await officer.CloseShiftAsync(new CloseShiftRequest { ShiftId = shift.ShiftId, Envelopes = Cards }, cancellationToken: cancellationToken);
        await new PaperService.PaperServiceClient(await api.As(DemoPersons.CountLeader, cancellationToken)).OpenPaperBatchAsync(
            new OpenPaperBatchRequest
            {
                SubBudgetId = year.Id,
                PlaceId = hall.VotingPlaceId,
                PlaceName = hall.Name,
                FirstSerial = 1001,
                LastSerial = 1050,
                Numbers = new CardNumbers { Issued = 50, Received = Cards, Spoiled = 46, Missing = 1 },
            },
            cancellationToken: cancellationToken);
    }
}
