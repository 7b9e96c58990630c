using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.Standalone.Hosting;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>Voting places, shifts and paper: of the demo's vote, which is open, and of one that is closed and not counted.</summary>
internal sealed class Polls(PublicApi api, InstallationClock clock) : IDisposable
{
    /// <summary>Who sees each page of <see cref="Site"/> that begins with "work".</summary>
    public static IReadOnlyDictionary<string, string> Officials { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["work"] = DemoPersons.VotingOfficer,
        ["work of a count leader"] = DemoPersons.CountLeader,
        ["work of an auditor"] = DemoPersons.Analyst,
        ["work of a resident"] = "marta",
        ["work shift"] = DemoPersons.VotingOfficer,
        ["work shift offline"] = DemoPersons.VotingOfficer,
        ["work list"] = DemoPersons.VotingOfficer,
        ["work close"] = DemoPersons.VotingOfficer,
        ["work closed"] = DemoPersons.Analyst,
        ["work paper"] = DemoPersons.CountLeader,
        ["work paper of a reader"] = DemoPersons.Reader,
        ["work batch"] = DemoPersons.CountLeader,
        ["work reading too early"] = DemoPersons.Reader,
        ["work paper closed"] = DemoPersons.CountLeader,
        ["work codes"] = DemoPersons.Administrator,
        ["work audit"] = DemoPersons.Analyst,
        ["work audit of a result"] = DemoPersons.Analyst,
    };

    private readonly Dictionary<string, string> _paths = [];
    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();
    private string _library = "";
    private int _offline;

    /// <summary>A shift at the demo's town hall that is on.</summary>
    public string Shift { get; private set; } = "";

    /// <summary>The closed vote: three persons marked for paper.</summary>
    public SubBudget Closed { get; private set; } = null!;

    /// <summary>Where they were marked.</summary>
    public string ClosedPlace { get; } = "Medborgarhuset";

    public void AddPathsTo(Dictionary<string, string> paths)
    {
        foreach (var (name, path) in _paths)
        {
            paths[name] = path;
        }
    }

    public async Task FindAsync(SubBudget voting, SubBudget counted, CancellationToken cancellationToken)
    {
        await CloseOneAsync(voting, cancellationToken);
        var leader = await LeaderAsync(cancellationToken);
        var places = (await leader.ListVotingPlacesAsync(new ListVotingPlacesRequest { SubBudgetId = voting.SubBudgetId }, cancellationToken: cancellationToken)).VotingPlaces;
        var hall = await ShiftsAsync(leader, places.First(place => !place.IsOffline), cancellationToken);
        _library = places.First(place => place.IsOffline).VotingPlaceId;
        var library = await ShiftsAsync(leader, places.First(place => place.IsOffline), cancellationToken);
        Shift = hall.First(shift => shift.ClosedAt is null && shift.EndsAt.ToDateTimeOffset() > _today).ShiftId;
        foreach (var name in Officials.Keys.Where(name => name == "work" || name.StartsWith("work of", StringComparison.Ordinal)))
        {
            _paths[name] = "/arbete";
        }

        _paths["work shift"] = $"/arbete/rostmottagning/{Shift}";
        _paths["work shift offline"] = $"/arbete/rostmottagning/{library[0].ShiftId}";
        _paths["work list"] = $"{_paths["work shift offline"]}/lista";
        _paths["work close"] = $"{_paths["work shift"]}/avstamning";
        _paths["work closed"] = $"/arbete/rostmottagning/{hall.First(shift => shift.ClosedAt is not null).ShiftId}/avstamning";
        var segment = new Place(voting, "").InAddress;
        _paths["work paper"] = _paths["work paper of a reader"] = $"/arbete/papper/{segment}";
        _paths["work batch"] = $"{_paths["work paper"]}/{await BatchAsync(voting, cancellationToken)}";
        _paths["work reading too early"] = $"{_paths["work batch"]}/las";
        _paths["work paper closed"] = $"/arbete/papper/{new Place(Closed, "").InAddress}";
        _paths["demo ballot"] = $"/d/{segment}/rosta";
        _paths["work codes"] = $"/arbete/koder/{segment}";
        _paths["work audit"] = $"/granskning/{segment}";
        _paths["work audit of a result"] = $"/granskning/{new Place(counted, "").InAddress}";
    }

    /// <summary>One more shift of the demo's officer at the library without a connection, under way.</summary>
    public async Task<string> NewOfflineShiftAsync(CancellationToken cancellationToken)
    {
        var begins = TimeProvider.System.GetUtcNow().AddHours(-1 - Interlocked.Increment(ref _offline));
        return (await AssignAsync(await LeaderAsync(cancellationToken), _library, begins, cancellationToken)).ShiftId;
    }

    public void Dispose() => api.Dispose();

    private async Task CloseOneAsync(SubBudget example, CancellationToken cancellationToken)
    {
        var vote = new VotingNow(api, clock, example, "Papperets delbudget", daysAgo: 11);
        await vote.OpenAsync(cancellationToken);
        try
        {
            vote.At(0);
            var leader = await LeaderAsync(cancellationToken);
            var place = await leader.CreateVotingPlaceAsync(
                new CreateVotingPlaceRequest { SubBudgetId = vote.Id, Name = ClosedPlace, Channels = { Channel.Paper } }, cancellationToken: cancellationToken);
            var shift = await AssignAsync(leader, place.VotingPlaceId, clock.GetUtcNow(), cancellationToken);
            var officer = new VotingPlaceService.VotingPlaceServiceClient(await api.As(DemoPersons.VotingOfficer, cancellationToken));
            foreach (var voter in new[] { 1, 2, 3 })
            {
                var mark = new MarkAtPlaceRequest { ShiftId = shift.ShiftId, Voter = new VoterKey { LocalKey = VotingNow.VoterOf(voter) }, Channel = Channel.Paper };
                await PublicApi.Eventually(async () => await officer.MarkAtPlaceAsync(mark, cancellationToken: cancellationToken), cancellationToken);
            }

            vote.At(10.5);
            await new Election(api, vote.Year).CloseAsync(cancellationToken);
        }
        finally
        {
            clock.Release();
        }

        Closed = await new BudgetService.BudgetServiceClient(api.Visitor).GetSubBudgetAsync(new GetSubBudgetRequest { SubBudgetId = vote.Id }, cancellationToken: cancellationToken);
    }

    private async Task<VotingPlaceService.VotingPlaceServiceClient> LeaderAsync(CancellationToken cancellationToken) =>
        new(await api.As(DemoPersons.ProcessLeader, cancellationToken));

    private async Task<string> BatchAsync(SubBudget voting, CancellationToken cancellationToken)
    {
        var leader = new Contracts.Voting.V1.PaperService.PaperServiceClient(await api.As(DemoPersons.CountLeader, cancellationToken));
        return (await leader.ListPaperBatchesAsync(
            new Contracts.Voting.V1.ListPaperBatchesRequest { SubBudgetId = voting.SubBudgetId }, cancellationToken: cancellationToken)).PaperBatches[0].PaperBatchId;
    }

    private async Task<Shift> AssignAsync(
        VotingPlaceService.VotingPlaceServiceClient leader, string place, DateTimeOffset begins, CancellationToken cancellationToken)
    {
        var me = await new IdentityService.IdentityServiceClient(await api.As(DemoPersons.VotingOfficer, cancellationToken))
            .GetMeAsync(new GetMeRequest(), cancellationToken: cancellationToken);
        return await leader.AssignShiftAsync(
            new AssignShiftRequest { VotingPlaceId = place, PersonId = me.PersonId, BeginsAt = begins.ToTimestamp(), EndsAt = begins.AddHours(20).ToTimestamp() },
            cancellationToken: cancellationToken);
    }

    private static async Task<IReadOnlyList<Shift>> ShiftsAsync(
        VotingPlaceService.VotingPlaceServiceClient leader, VotingPlace place, CancellationToken cancellationToken) =>
        (await leader.ListShiftsAsync(new ListShiftsRequest { VotingPlaceId = place.VotingPlaceId }, cancellationToken: cancellationToken)).Shifts;
}
