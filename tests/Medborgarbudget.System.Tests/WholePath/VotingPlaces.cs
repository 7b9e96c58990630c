using System.Text.Json;
using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>
/// Two who had voted on the web go to a place and vote the same there: one on paper, in a library without a connection, one at the town hall's kiosk.
/// Each counts once, so the result is that of the web alone. Two more give personal numbers, and blank ballots at the kiosk and by telephone.
/// </summary>
internal sealed class VotingPlaces(Town town)
{
    private const string Officer = "olle";
    private const string Reader = "petra";
    private const string SecondReader = "rosa";
    private const string KioskNumber = "199512312381";
    private const string TelephoneNumber = "199602292386";
    private const int OnPaper = 1;
    private const int AtTheKiosk = 2;

    private VotingPlace _library = null!;
    private Shift _offline = null!;
    private Shift _kiosk = null!;

    public async Task PlanAsync()
    {
        var organisations = new Organisations(town.Others);
        foreach (var (person, role) in new[] { (Officer, Role.VotingOfficer), (Reader, Role.Counter), (SecondReader, Role.Counter) })
        {
            await organisations.GrantAsync(town.Organisation, person, role, Town.Cancel);
            await town.Elsewhere.GrantAsync(person, role, Town.Cancel);
        }

        town.SignOut();
        _library = await CreateAsync("Biblioteket", isOffline: true, Channel.Paper);
        _offline = await AssignAsync(_library);
        _kiosk = await AssignAsync(await CreateAsync("Stadshuset", isOffline: false, Channel.Kiosk, Channel.Telephone, Channel.Paper));
    }

    public async Task VoteAsync()
    {
        var officer = new VotingPlaceService.VotingPlaceServiceClient(await town.Api.As(Officer, Town.Cancel));
        var early = new MarkAtPlaceRequest { ShiftId = _kiosk.ShiftId, Voter = Key(AtTheKiosk), Channel = Channel.Kiosk };
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "identity.shift_not_on", () => officer.MarkAtPlaceAsync(early, cancellationToken: Town.Cancel));
        town.At(-160);
        town.SignOut();

        var onTheWeb = await WebTokenAsync(AtTheKiosk);
        officer = new VotingPlaceService.VotingPlaceServiceClient(await town.Api.As(Officer, Town.Cancel));
        var mark = await officer.MarkAtPlaceAsync(early, cancellationToken: Town.Cancel);
        await CastAsync(mark.BallotToken.Token, AtTheKiosk);
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "voting.voted_at_place", () => CastBlank(onTheWeb));
        await CastByNumberAsync(officer, Channel.Kiosk, KioskNumber);
        await CastByNumberAsync(officer, Channel.Telephone, TelephoneNumber);
        var voter = new RollService.RollServiceClient(await town.As(Election.Resident(AtTheKiosk)));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "identity.voted_at_place", () => voter.IssueBallotTokenAsync(
            new IssueBallotTokenRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
    }

    /// <summary>The library's list: of three envelopes one is opened; the others' voters have no vote to give.</summary>
    public async Task SettleAsync()
    {
        var leader = new VotingService.VotingServiceClient(await town.As(DemoPersons.CountLeader));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "identity.shift_open", () => leader.StartCountAsync(
            new StartCountRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
        var officer = new VotingPlaceService.VotingPlaceServiceClient(await town.Api.As(Officer, Town.Cancel));
        var list = new SettleOfflineMarksRequest
        {
            ShiftId = _offline.ShiftId,
            Marks =
            {
                new OfflineMark { Envelope = 1, Voter = Key(OnPaper) },
                new OfflineMark { Envelope = 2, Voter = new VoterKey { PersonalNumber = KioskNumber } },
                new OfflineMark { Envelope = 3, Voter = new VoterKey { LocalKey = "nobody-here" } },
            },
        };
        var settled = await officer.SettleOfflineMarksAsync(list, cancellationToken: Town.Cancel);
        settled.Envelopes.Select(envelope => envelope.Outcome).ShouldBe([EnvelopeOutcome.Count, EnvelopeOutcome.Discard, EnvelopeOutcome.Discard]);
        await officer.CloseShiftAsync(new CloseShiftRequest { ShiftId = _offline.ShiftId, Envelopes = 3 }, cancellationToken: Town.Cancel);
    }

    /// <summary>Ten cards were given to the library: one is counted, two stay in their envelopes, the rest was never used.</summary>
    public async Task ReadCardsAsync()
    {
        var first = new PaperService.PaperServiceClient(await town.Api.As(Reader, Town.Cancel));
        var batch = await first.OpenPaperBatchAsync(
            new OpenPaperBatchRequest
            {
                SubBudgetId = town.SubBudget,
                PlaceId = _library.VotingPlaceId,
                PlaceName = _library.Name,
                FirstSerial = 101,
                LastSerial = 110,
                Numbers = new CardNumbers { Issued = 10, Received = 1, Spoiled = 9 },
            },
            cancellationToken: Town.Cancel);
        var reading = new ReadPaperCardRequest { PaperBatchId = batch.PaperBatchId, Serial = 104, Reading = new CardReading { ProposalIds = { await ChoiceAsync(OnPaper) } } };
        (await first.ReadPaperCardAsync(reading, cancellationToken: Town.Cancel)).AwaitingSecondPerson.ShouldBeTrue();
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "voting.batch_unfinished", () => first.ClosePaperBatchAsync(
            new ClosePaperBatchRequest { PaperBatchId = batch.PaperBatchId }, cancellationToken: Town.Cancel));
        var second = new PaperService.PaperServiceClient(await town.Api.As(SecondReader, Town.Cancel));
        (await second.ReadPaperCardAsync(reading, cancellationToken: Town.Cancel)).Doubtful.ShouldBeFalse();
        await second.ClosePaperBatchAsync(new ClosePaperBatchRequest { PaperBatchId = batch.PaperBatchId }, cancellationToken: Town.Cancel);
    }

    public async Task ChannelsBalanceAsync()
    {
        var auditor = new PaperService.PaperServiceClient(await town.Api.As(DemoPersons.Analyst, Town.Cancel));
        var report = await auditor.GetReconciliationAsync(new GetReconciliationRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        report.Balances.ShouldBeTrue();
        report.Channels.ShouldAllBe(channel => channel.Balances);
        var kiosk = report.Channels.Single(channel => channel.Channel == "kiosk");
        (kiosk.Persons, kiosk.Ballots, kiosk.Annulled, kiosk.Difference).ShouldBe((2, 2, 0, 0));
        var telephone = report.Channels.Single(channel => channel.Channel == "telephone");
        (telephone.Persons, telephone.Ballots, telephone.Annulled, telephone.Difference).ShouldBe((1, 1, 0, 0));
        var paper = report.Channels.Single(channel => channel.Channel == "paper");
        (paper.Persons, paper.Ballots, paper.Annulled, paper.Difference).ShouldBe((1, 1, 0, 0));
        report.Channels.Where(channel => channel.Channel is "web" or "code").Sum(channel => channel.Annulled).ShouldBe(1);

        var published = await new PaperService.PaperServiceClient(town.Visitor).GetChannelsAsync(new GetChannelsRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        var channels = JsonDocument.Parse(published.Data.ToByteArray()).RootElement;
        channels.GetProperty("annulled").GetInt64().ShouldBe(1);
        channels.GetProperty("paperCounted").GetInt64().ShouldBe(1);
        channels.GetProperty("counted").GetInt64().ShouldBe(Polling.Ballots);
    }

    private static VoterKey Key(int resident) => new() { LocalKey = Election.Resident(resident) };

    /// <summary>Somebody who tells the officer a personal number, and casts a blank ballot.</summary>
    private async Task CastByNumberAsync(VotingPlaceService.VotingPlaceServiceClient officer, Channel channel, string number)
    {
        var mark = new MarkAtPlaceRequest { ShiftId = _kiosk.ShiftId, Voter = new VoterKey { PersonalNumber = number }, Channel = channel };
        await CastBlank((await officer.MarkAtPlaceAsync(mark, cancellationToken: Town.Cancel)).BallotToken.Token);
    }

    private async Task<VotingPlace> CreateAsync(string name, bool isOffline, params Channel[] channels)
    {
        var leader = new VotingPlaceService.VotingPlaceServiceClient(await town.Api.As(DemoPersons.ProcessLeader, Town.Cancel));
        return await leader.CreateVotingPlaceAsync(
            new CreateVotingPlaceRequest { SubBudgetId = town.SubBudget, Name = name, IsOffline = isOffline, Channels = { channels } }, cancellationToken: Town.Cancel);
    }

    private async Task<Shift> AssignAsync(VotingPlace place)
    {
        var officer = await new IdentityService.IdentityServiceClient(await town.As(Officer)).GetMeAsync(new GetMeRequest(), cancellationToken: Town.Cancel);
        var leader = new VotingPlaceService.VotingPlaceServiceClient(await town.Api.As(DemoPersons.ProcessLeader, Town.Cancel));
        return await leader.AssignShiftAsync(
            new AssignShiftRequest { VotingPlaceId = place.VotingPlaceId, PersonId = officer.PersonId, BeginsAt = town.Time(-160), EndsAt = town.Time(-159.6) },
            cancellationToken: Town.Cancel);
    }

    private async Task<string> WebTokenAsync(int resident)
    {
        var rolls = new RollService.RollServiceClient(await town.As(Election.Resident(resident)));
        return (await rolls.IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel)).Token;
    }

    private async Task CastAsync(string token, int resident)
    {
        var votes = new VotingService.VotingServiceClient(town.Others.WithBearer(token, Guid.NewGuid().ToString()));
        (await votes.CastBallotAsync(new CastBallotRequest { SubBudgetId = town.SubBudget, ProposalIds = { await ChoiceAsync(resident) } }, cancellationToken: Town.Cancel))
            .Version.ShouldBe(2);
    }

    private AsyncUnaryCall<Receipt> CastBlank(string token) =>
        new VotingService.VotingServiceClient(town.Others.WithBearer(token, Guid.NewGuid().ToString()))
            .CastBallotAsync(new CastBallotRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);

    /// <summary>What the resident chose on the web.</summary>
    private async Task<IEnumerable<string>> ChoiceAsync(int resident)
    {
        var manifest = await new VotingService.VotingServiceClient(town.Visitor).GetManifestAsync(new GetManifestRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        return Polling.Choice(resident - 1, manifest.Items).Select(item => item.ProposalId);
    }
}
