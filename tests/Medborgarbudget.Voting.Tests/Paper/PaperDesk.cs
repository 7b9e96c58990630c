using Google.Protobuf;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Paper;

/// <summary>Two counters and two count leaders over the paper cards of one round.</summary>
public sealed class PaperDesk(VotingFixture voting, TestRound round)
{
    public const string Place = "b1f2";

    public PaperService.PaperServiceClient Reader { get; } = As(voting, round.Holder(Role.Counter));

    public PaperService.PaperServiceClient SecondReader { get; } = As(voting, round.Holder(Role.Counter));

    public PaperService.PaperServiceClient Leader { get; } = As(voting, round.Holder(Role.CountLeader));

    public PaperService.PaperServiceClient SecondLeader { get; } = As(voting, round.Holder(Role.CountLeader));

    public PaperService.PaperServiceClient Auditor { get; } = As(voting, round.Holder(Role.Auditor));

    public PaperService.PaperServiceClient Anybody { get; } = new(voting.As(null));

    /// <summary>Identity has marked these for paper at the place, and so many persons for other channels.</summary>
    public void Mark(byte[][] paper, params (Channel Channel, long Persons)[] others) => MarkAt([(Place, "Biblioteket", paper.Length)], paper, others);

    public void MarkAt((string Id, string Name, long Paper)[] places, byte[][] paper, params (Channel Channel, long Persons)[] others) =>
        voting.Neighbours.Marks[round.Id.ToString()] = new ChannelMarks
        {
            Places = { places.Select(place => new Contracts.Identity.V1.PlaceMarks { PlaceId = place.Id, Name = place.Name, Paper = place.Paper }) },
            Channels = { others.Append((Channel.Paper, paper.Length)).Select(other => new ChannelPersons { Channel = other.Item1, Persons = other.Item2 }) },
            PaperPseudonyms = ByteString.CopyFrom([.. paper.OrderBy(Convert.ToHexString, StringComparer.Ordinal).SelectMany(voter => voter)]),
        };

    public async Task<PaperBatch> OpenAsync(
        int received, int spoiled = 0, int missing = 0, long first = 1, string place = Place, string name = "Biblioteket") =>
        await Reader.OpenPaperBatchAsync(
            new OpenPaperBatchRequest
            {
                SubBudgetId = round.Id.ToString(),
                PlaceId = place,
                PlaceName = name,
                FirstSerial = first,
                LastSerial = first + received + spoiled + missing - 1,
                Numbers = new CardNumbers { Issued = received + spoiled + missing, Received = received, Spoiled = spoiled, Missing = missing },
            },
            cancellationToken: Stop.Token);

    public static async Task<ReadPaperCardResponse> ReadAsync(PaperService.PaperServiceClient reader, PaperBatch batch, long serial, CardReading reading) =>
        await reader.ReadPaperCardAsync(
            new ReadPaperCardRequest { PaperBatchId = batch.PaperBatchId, Serial = serial, Reading = reading }, cancellationToken: Stop.Token);

    /// <summary>Both readers see the same.</summary>
    public async Task ReadTwiceAsync(PaperBatch batch, long serial, CardReading reading)
    {
        (await ReadAsync(Reader, batch, serial, reading)).ShouldBe(new ReadPaperCardResponse { AwaitingSecondPerson = true });
        (await ReadAsync(SecondReader, batch, serial, reading)).ShouldBe(new ReadPaperCardResponse());
    }

    public static async Task<bool> SettleAsync(PaperService.PaperServiceClient leader, PaperBatch batch, long serial, CardReading? reading) =>
        (await leader.SettlePaperCardAsync(
            new SettlePaperCardRequest { PaperBatchId = batch.PaperBatchId, Serial = serial, Reading = reading, Remove = reading is null },
            cancellationToken: Stop.Token)).AwaitingSecondPerson;

    public async Task<PaperBatch> CloseAsync(PaperBatch batch) =>
        await Leader.ClosePaperBatchAsync(new ClosePaperBatchRequest { PaperBatchId = batch.PaperBatchId }, cancellationToken: Stop.Token);

    public CardReading Choices(params int[] items) => new() { ProposalIds = { items.Select(item => round.Proposals[item].ToString()) } };

    public static CardReading Invalid(InvalidGround ground) => new() { Ground = ground };

    /// <summary>The code that the start of a count is refused with.</summary>
    public async Task<string> CountRefusalAsync()
    {
        await round.MoveAsync("Counting");
        return await Code.OfAsync(async () => await voting.Client(round.Holder(Role.CountLeader))
            .StartCountAsync(new StartCountRequest { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token));
    }

    private static PaperService.PaperServiceClient As(VotingFixture voting, string token) => new(voting.As(token));
}
