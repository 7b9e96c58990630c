using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Paper;

/// <summary>C6: what paper cards must not be able to do, before they are counted.</summary>
public abstract class PaperCardTests(VotingFixture voting)
{
    private PaperDesk? _desk;

    private PaperDesk Desk => _desk!;

    [Fact]
    public async Task C6_One_person_is_never_both_readers()
    {
        var batch = await ClosedRoundAsync(received: 2);
        await PaperDesk.ReadAsync(Desk.Reader, batch, 1, Desk.Choices(0));
        (await RefusedAsync(Desk.Reader, batch, 1, Desk.Choices(0))).ShouldBe("voting.second_person_is_first");
        (await BatchAsync()).ReadOnce.ShouldBe(1);
    }

    [Fact]
    public async Task C6_A_serial_that_comes_again_is_refused()
    {
        var batch = await ClosedRoundAsync(received: 2);
        await Desk.ReadTwiceAsync(batch, 1, Desk.Choices(0));
        var third = new PaperService.PaperServiceClient(voting.As(Round.Holder(Role.Counter)));
        (await RefusedAsync(third, batch, 1, Desk.Choices(1))).ShouldBe("voting.card_read_twice");
        (await RefusedAsync(Desk.Reader, batch, 1, Desk.Choices(1))).ShouldBe("voting.card_read_twice");
    }

    [Fact]
    public async Task C6_A_serial_that_the_place_was_not_given_is_refused()
    {
        var batch = await ClosedRoundAsync(received: 2);
        (await RefusedAsync(Desk.Reader, batch, 0, Desk.Choices(0))).ShouldBe("voting.card_out_of_range");
        (await RefusedAsync(Desk.Reader, batch, 3, Desk.Choices(0))).ShouldBe("voting.card_out_of_range");
    }

    [Fact]
    public async Task C6_No_more_cards_are_read_than_were_received()
    {
        var batch = await ClosedRoundAsync(received: 1, spoiled: 1);
        await PaperDesk.ReadAsync(Desk.Reader, batch, 1, Desk.Choices(0));
        (await RefusedAsync(Desk.Reader, batch, 2, Desk.Choices(0))).ShouldBe("voting.too_many_cards");
    }

    [Fact]
    public async Task C6_A_card_that_is_not_filled_in_by_the_rule_is_not_entered_as_if_it_were()
    {
        var batch = await ClosedRoundAsync(received: 2);
        (await RefusedAsync(Desk.Reader, batch, 1, Desk.Choices(0, 1, 2, 3))).ShouldBe("voting.ballot_invalid");
        (await RefusedAsync(Desk.Reader, batch, 1, new CardReading { ProposalIds = { Guid.NewGuid().ToString() } })).ShouldBe("voting.ballot_invalid");
        (await RefusedAsync(Desk.Reader, batch, 1, new CardReading { ProposalIds = { Round.Proposals[0].ToString() }, Ground = InvalidGround.Late })).ShouldBe("request.invalid");
        (await RefusedAsync(Desk.Reader, batch, 1, new CardReading { Ground = (InvalidGround)99 })).ShouldBe("request.invalid");
        await Desk.ReadTwiceAsync(batch, 1, PaperDesk.Invalid(InvalidGround.TooMany));
    }

    [Fact]
    public async Task C6_The_second_reader_is_never_told_the_first_reading()
    {
        var batch = await ClosedRoundAsync(received: 2);
        (await PaperDesk.ReadAsync(Desk.Reader, batch, 1, Desk.Choices(0, 1))).ShouldBe(new ReadPaperCardResponse { AwaitingSecondPerson = true });
        (await DoubtsAsync(batch)).ShouldHaveSingleItem().Readings.ShouldBeEmpty();
        (await Code.OfAsync(async () => await Desk.SecondReader
            .ListDoubtfulCardsAsync(new ListDoubtfulCardsRequest { PaperBatchId = batch.PaperBatchId }, cancellationToken: Stop.Token))).ShouldBe("request.forbidden");
        (await PaperDesk.ReadAsync(Desk.SecondReader, batch, 1, Desk.Choices(0))).ShouldBe(new ReadPaperCardResponse { Doubtful = true });
        (await DoubtsAsync(batch)).ShouldHaveSingleItem().Readings.ShouldBe([Desk.Choices(0, 1), Desk.Choices(0)]);
    }

    [Fact]
    public async Task C6_A_doubt_takes_two_leaders_who_say_the_same()
    {
        var batch = await DoubtAsync();
        (await PaperDesk.SettleAsync(Desk.Leader, batch, 1, Desk.Choices(0))).ShouldBeTrue();
        (await Code.OfAsync(() => PaperDesk.SettleAsync(Desk.Leader, batch, 1, Desk.Choices(0)))).ShouldBe("voting.second_person_is_first");
        (await PaperDesk.SettleAsync(Desk.SecondLeader, batch, 1, Desk.Choices(1))).ShouldBeTrue("another word waits for its own second person");
        (await BatchAsync()).Doubtful.ShouldBe(1);
        (await PaperDesk.SettleAsync(Desk.Leader, batch, 1, Desk.Choices(1))).ShouldBeFalse();
        (await Code.OfAsync(() => PaperDesk.SettleAsync(Desk.Leader, batch, 1, Desk.Choices(0)))).ShouldBe("voting.card_not_doubtful");
        (await Desk.CloseAsync(batch)).Settled.ShouldBe(1);
    }

    [Fact]
    public async Task C6_A_batch_closes_when_every_card_is_read_twice_and_settled()
    {
        var batch = await ClosedRoundAsync(received: 2, missing: 1);
        (await Code.OfAsync(() => Desk.CloseAsync(batch))).ShouldBe("voting.batch_unfinished");
        await Desk.ReadTwiceAsync(batch, 1, Desk.Choices(0));
        await PaperDesk.ReadAsync(Desk.Reader, batch, 3, Desk.Choices());
        (await Code.OfAsync(() => Desk.CloseAsync(batch))).ShouldBe("voting.batch_unfinished");
        (await Desk.CountRefusalAsync()).ShouldBe("voting.paper_unfinished");
        await PaperDesk.ReadAsync(Desk.SecondReader, batch, 3, Desk.Choices());
        (await Desk.CloseAsync(batch)).Closed.ShouldBeTrue();
        (await RefusedAsync(Desk.Reader, batch, 2, Desk.Choices(0))).ShouldBe("voting.batch_closed");
        (await Code.OfAsync(() => Desk.CloseAsync(batch))).ShouldBe("voting.batch_closed");
    }

    [Fact]
    public async Task C6_A_mistyped_serial_is_taken_out_by_two_leaders()
    {
        var batch = await ClosedRoundAsync(received: 1, spoiled: 1);
        await PaperDesk.ReadAsync(Desk.Reader, batch, 2, Desk.Choices(0));
        (await Code.OfAsync(() => PaperDesk.SettleAsync(Desk.Leader, batch, 2, Desk.Choices(0)))).ShouldBe("voting.card_not_doubtful");
        (await PaperDesk.SettleAsync(Desk.Leader, batch, 2, null)).ShouldBeTrue();
        (await PaperDesk.SettleAsync(Desk.SecondLeader, batch, 2, null)).ShouldBeFalse();
        (await Code.OfAsync(() => PaperDesk.SettleAsync(Desk.SecondLeader, batch, 2, null))).ShouldBe("voting.card_unread");
        await Desk.ReadTwiceAsync(batch, 1, Desk.Choices(0));
        (await Desk.CloseAsync(batch)).Settled.ShouldBe(1);
    }

    [Fact]
    public async Task C6_Numbers_that_do_not_balance_and_serials_of_another_batch_are_refused()
    {
        var batch = await ClosedRoundAsync(received: 4, spoiled: 1, missing: 1);
        var other = new OpenPaperBatchRequest
        {
            SubBudgetId = Round.Id.ToString(),
            PlaceId = "other",
            PlaceName = "Skolan",
            FirstSerial = 7,
            LastSerial = 8,
            Numbers = new CardNumbers { Issued = 2, Received = 1, Spoiled = 0, Missing = 0 },
        };
        (await OpenErrorAsync(other)).ShouldBe("voting.paper_unbalanced");
        other.Numbers = new CardNumbers { Issued = 1, Received = 1 };
        (await OpenErrorAsync(other)).ShouldBe("voting.paper_unbalanced");
        (other.FirstSerial, other.LastSerial) = (6, 6);
        (await OpenErrorAsync(other)).ShouldBe("voting.paper_range_taken");
        other.LastSerial = 5;
        (await OpenErrorAsync(other)).ShouldBe("request.invalid");
        (other.FirstSerial, other.LastSerial) = (long.MinValue, long.MinValue);
        (await OpenErrorAsync(other)).ShouldBe("request.invalid");
        var correction = new CorrectPaperBatchRequest { PaperBatchId = batch.PaperBatchId, Numbers = new CardNumbers { Issued = 6, Received = 5 } };
        (await Code.OfAsync(async () => await Desk.Reader.CorrectPaperBatchAsync(correction, cancellationToken: Stop.Token))).ShouldBe("voting.paper_unbalanced");
        correction.Numbers.Missing = 1;
        (await Desk.Reader.CorrectPaperBatchAsync(correction, cancellationToken: Stop.Token)).Numbers.Received.ShouldBe(5);
    }

    [Fact]
    public async Task Nobody_reads_a_card_before_the_close()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var desk = new PaperDesk(voting, round);
        var batch = await desk.OpenAsync(received: 1);
        (await Code.OfAsync(() => PaperDesk.ReadAsync(desk.Reader, batch, 1, desk.Choices(0)))).ShouldBe("voting.not_closed");
    }

    private TestRound Round { get; set; } = null!;

    private async Task<PaperBatch> ClosedRoundAsync(int received, int spoiled = 0, int missing = 0)
    {
        Round = await TestRound.OpenAsync(voting, rehearsal: true);
        _desk = new PaperDesk(voting, Round);
        await Round.CloseAsync();
        return await Desk.OpenAsync(received, spoiled, missing);
    }

    private async Task<PaperBatch> DoubtAsync()
    {
        var batch = await ClosedRoundAsync(received: 1);
        await PaperDesk.ReadAsync(Desk.Reader, batch, 1, Desk.Choices(0));
        await PaperDesk.ReadAsync(Desk.SecondReader, batch, 1, Desk.Choices(1));
        return batch;
    }

    private async Task<PaperBatch> BatchAsync() =>
        (await Desk.Leader.ListPaperBatchesAsync(new ListPaperBatchesRequest { SubBudgetId = Round.Id.ToString() }, cancellationToken: Stop.Token)).PaperBatches.Single();

    private async Task<IEnumerable<DoubtfulCard>> DoubtsAsync(PaperBatch batch) =>
        (await Desk.Leader.ListDoubtfulCardsAsync(new ListDoubtfulCardsRequest { PaperBatchId = batch.PaperBatchId }, cancellationToken: Stop.Token)).Cards;

    private static Task<string> RefusedAsync(PaperService.PaperServiceClient reader, PaperBatch batch, long serial, CardReading reading) =>
        Code.OfAsync(() => PaperDesk.ReadAsync(reader, batch, serial, reading));

    private Task<string> OpenErrorAsync(OpenPaperBatchRequest request) =>
        Code.OfAsync(async () => await Desk.Leader.OpenPaperBatchAsync(request, cancellationToken: Stop.Token));
}

public sealed class EmbeddedPaperCardTests(EmbeddedVoting voting) : PaperCardTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class RealPaperCardTests(RealVoting voting) : PaperCardTests(voting), IClassFixture<RealVoting>;
