using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Client = Medborgarbudget.Contracts.Identity.V1.VotingPlaceService.VotingPlaceServiceClient;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

/// <summary>The voting places of a sub-budget with the calls that process leader and officers make.</summary>
public sealed class PlaceDriver(IdentityFixture host, RollDriver roll)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Client Leader => Holder(WireRole.ProcessLeader);

    /// <summary>A sub-budget that is voting, with local keys k1 … kn on its roll.</summary>
    public static async Task<(RollDriver Roll, PlaceDriver Places)> VotingAsync(IdentityFixture host, int entries)
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(entries);
        await roll.EnterAsync("Voting");
        return (roll, new PlaceDriver(host, roll));
    }

    public static VoterKey Local(string key) => new() { LocalKey = key };

    public Client Holder(WireRole role, PersonId? person = null) => new(host.As(
        host.Tokens.Person(person ?? PersonId.From(Guid.NewGuid()), new ServiceDefaults.Access.HeldRole(role, roll.Organisation))));

    public Task<Contracts.Identity.V1.VotingPlace> CreateAsync(bool offline = false, params WireChannel[] channels) => CreateAsync(Leader, offline, channels);

    public Task<Contracts.Identity.V1.VotingPlace> CreateAsync(Client client, bool offline, params WireChannel[] channels) => client.CreateVotingPlaceAsync(
        new CreateVotingPlaceRequest
        {
            SubBudgetId = roll.SubBudget.ToString(),
            Name = "Biblioteket",
            IsOffline = offline,
            Channels = { channels.Length == 0 ? [WireChannel.Paper] : channels },
        },
        cancellationToken: Cancel).ResponseAsync;

    /// <summary>A person who holds the officer's role, as two administrators have given it; with a sub-budget in that one alone.</summary>
    public async Task<PersonId> OfficerAsync(SubBudgetId? subBudget = null)
    {
        var person = await host.AddPersonAsync(Cancel);
        await using var scope = host.Services.CreateAsyncScope();
        var now = host.Clock.GetUtcNow();
        var grant = RoleGrant.Request(roll.Organisation, person, new ScopedRole(Role.VotingOfficer, subBudget), [], PersonId.From(Guid.NewGuid()), now).Value
            .Approve(PersonId.From(Guid.NewGuid()), [], now).Value;
        await scope.ServiceProvider.GetRequiredService<RoleStore>().AddAsync(grant, Cancel);
        return person;
    }

    public Task<Contracts.Identity.V1.Shift> AssignAsync(string place, PersonId officer, TimeSpan? begins = null, Client? client = null)
    {
        var from = host.Clock.GetUtcNow() + (begins ?? TimeSpan.Zero);
        return (client ?? Leader).AssignShiftAsync(
            new AssignShiftRequest { VotingPlaceId = place, PersonId = officer.ToString(), BeginsAt = from.ToTimestamp(), EndsAt = from.AddHours(4).ToTimestamp() },
            cancellationToken: Cancel).ResponseAsync;
    }

    /// <summary>A place of its own with a shift that is on.</summary>
    public async Task<OnDuty> DutyAsync(params WireChannel[] channels) => await DutyAsync(await CreateAsync(channels: channels));

    public async Task<OnDuty> DutyAsync(Contracts.Identity.V1.VotingPlace place)
    {
        var officer = await OfficerAsync();
        var shift = await AssignAsync(place.VotingPlaceId, officer);
        return new OnDuty(Holder(WireRole.VotingOfficer, officer), shift, place, officer);
    }
}

/// <summary>An officer in a shift.</summary>
public sealed record OnDuty(Client Client, Contracts.Identity.V1.Shift Shift, Contracts.Identity.V1.VotingPlace Place, PersonId Officer)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<MarkAtPlaceResponse> MarkAsync(string localKey, WireChannel channel = WireChannel.Paper) => MarkAsync(PlaceDriver.Local(localKey), channel);

    public Task<MarkAtPlaceResponse> MarkAsync(VoterKey voter, WireChannel channel = WireChannel.Paper) =>
        Client.MarkAtPlaceAsync(new MarkAtPlaceRequest { ShiftId = Shift.ShiftId, Voter = voter, Channel = channel }, cancellationToken: Cancel).ResponseAsync;

    public Task<Contracts.Identity.V1.Shift> CloseAsync(int envelopes = 0) =>
        Client.CloseShiftAsync(new CloseShiftRequest { ShiftId = Shift.ShiftId, Envelopes = envelopes }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>Settles marks of local keys, in envelopes 1, 2, … and gives the numbers of those that count.</summary>
    public async Task<IReadOnlyList<int>> SettleAsync(params string[] localKeys)
    {
        var request = new SettleOfflineMarksRequest { ShiftId = Shift.ShiftId };
        request.Marks.AddRange(localKeys.Select((key, at) => new OfflineMark { Envelope = at + 1, Voter = PlaceDriver.Local(key) }));
        var answer = await Client.SettleOfflineMarksAsync(request, cancellationToken: Cancel);
        answer.Envelopes.Select(envelope => envelope.Envelope).ShouldBe(request.Marks.Select(mark => mark.Envelope));
        return [.. answer.Envelopes.Where(envelope => envelope.Outcome == EnvelopeOutcome.Count).Select(envelope => envelope.Envelope)];
    }
}
