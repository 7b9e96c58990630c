using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class PaperTallyTests
{
    [Fact]
    public void V6_Places_with_few_cards_are_told_together()
    {
        var joined = PaperTally.Joined([Place("a", 20), Place("b", 15), Place("c", 7), Place("d", 300)]);
        joined.Select(place => (place.PlaceName, place.Numbers.Received)).ShouldBe([("a", 20), ("d", 300), ("", 22)]);
    }

    [Fact]
    public void V6_Where_they_are_too_few_together_the_next_larger_place_is_with_them()
    {
        PaperTally.Joined([Place("a", 20), Place("b", 19), Place("d", 300)]).Select(place => (place.PlaceName, place.Numbers.Received))
            .ShouldBe([("d", 300), ("", 39)]);
        PaperTally.Joined([Place("a", 3)]).Select(place => (place.PlaceName, place.Numbers.Received)).ShouldBe([("", 3)]);
        PaperTally.Joined([]).ShouldBeEmpty();
    }

    [Fact]
    public void Batches_of_one_place_are_told_as_one() =>
        PaperTally.Joined([Place("a", 12), Place("a", 13)]).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            place => place.PlaceName.ShouldBe("a"), place => place.Numbers.ShouldBe(new CardNumbers(25, 25, 0, 0)), place => place.Counted.ShouldBe(25));

    [Fact]
    public void C6_Cards_of_a_place_are_at_most_its_marks_whatever_lies_between_batches()
    {
        PaperTally[] batches = [Place("a", 3), Place("a", 2), Place("b", 1)];
        PaperTally.Check(batches, [new("a", "A", 5), new("b", "B", 2)]).IsError.ShouldBeFalse();
        var over = PaperTally.Check(batches, [new("a", "A", 4), new("b", "B", 2)]);
        (over.Error!.Code, over.Error.Faults.Single().Problem).ShouldBe(("voting.paper_over_marks", "a"));
        PaperTally.Check(batches, [new("a", "A", 5)]).Error!.Code.ShouldBe("voting.paper_over_marks", "nobody is marked at b");
        PaperTally.Check(batches, [new("a", "A", 5), new("b", "B", 1), new("c", "C", 1)]).Error!.Code.ShouldBe("voting.paper_missing");
        PaperTally.Check([], [new("c", "C", 0)]).IsError.ShouldBeFalse();
    }

    [Fact]
    public void A_card_without_a_mark_of_its_own_is_not_held_against_the_marks()
    {
        var batch = new PaperBatch(default, "a", "A", new SerialRange(1, 5), new CardNumbers(5, 5, 0, 0), IsClosed: true);
        var tally = PaperTally.Of(batch, new Dictionary<InvalidGround, int>
        {
            [InvalidGround.None] = 1, [InvalidGround.TooFew] = 1, [InvalidGround.NotIdentified] = 1, [InvalidGround.AlreadyUsed] = 1, [InvalidGround.WrongArea] = 1,
        });
        (tally.OfMarked, tally.Counted, tally.Invalid.Sum()).ShouldBe((2, 1, 4));
        PaperTally.Check([tally], [new("a", "A", 2)]).IsError.ShouldBeFalse();
    }

    [Fact]
    public void C6_A_marked_person_whose_card_is_neither_there_nor_missing_at_her_place_is_unaccounted_for()
    {
        PaperTally[] places = [Of("a", new CardNumbers(5, 2, 2, 1)), Of("b", new CardNumbers(9, 2, 2, 5))];

        PaperTally.Unaccounted(places, [new("a", "A", 3), new("b", "B", 2)]).ShouldBe(0);
        PaperTally.Unaccounted(places, [new("a", "A", 5), new("b", "B", 2)]).ShouldBe(2, "what is missing at b are no cards of a");
        PaperTally.Unaccounted(places, [new("a", "A", 3), new("c", "C", 1)]).ShouldBe(1);

        static PaperTally Of(string place, CardNumbers numbers) => new(place, place, numbers, numbers.Received, [0, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void V3_The_record_of_the_channels_is_read_to_the_byte_and_has_to_balance()
    {
        var record = new ChannelsRecord(Sample.SubBudget().Id, 100, 2, [Place("Ån", 20), Place("b", 30)]);
        (record.PaperCounted, record.Counted).ShouldBe((50, 148));
        ChannelsRecord.Read(record.Canonical(), out var read).ShouldBeNull();
        read.Canonical().ShouldBe(record.Canonical());
        var text = System.Text.Encoding.UTF8.GetString(record.Canonical());
        foreach (var (from, to) in (KeyValuePair<string, string>[])
            [
                new("\"counted\":148", "\"counted\":149"), new("\"annulled\":2", "\"annulled\":101"), new("\"received\":20", "\"received\":21"),
                new("\"late\":0", "\"late\":1"), new("\"voters\":100", "\"voters\": 100"), new("\"spoiled\":0", "\"spoiled\":-1"), new("\"issued\":20,", ""),
            ])
        {
            ChannelsRecord.Read(System.Text.Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), out _).ShouldNotBeNull(from);
        }
    }

    [Fact]
    public void Cards_are_read_as_they_are_written_and_what_is_cut_is_told()
    {
        SealedCard[] cards =
        [
            new(PaperBatchId.From(Guid.NewGuid()), 7, CardReading.FromBytes([0, 0, 1, 0, 3])), new(PaperBatchId.From(Guid.NewGuid()), 9, CardReading.Invalid(InvalidGround.Late)),
        ];
        var bytes = SealedPaper.Write(cards);
        SealedPaper.Read(bytes, out var read).ShouldBeNull();
        read.ShouldBe(cards);
        SealedPaper.Read(bytes.AsSpan(..^1), out read).ShouldBe(31);
        read.Count.ShouldBe(1);
        bytes[31 + 24] = 8;
        SealedPaper.Read(bytes, out _).ShouldBe(31);
    }

    [Fact]
    public void Web_and_code_are_reconciled_together_and_every_other_channel_for_itself()
    {
        var reconciliation = new Reconciliation([new("web", 5, 7, 0), new("code", 3, 1, 0), new("kiosk", 2, 3, 1), new("paper", 1, 0, 0)], IsPaperClosed: true);
        reconciliation.Balances.ShouldBeTrue();
        (reconciliation with { IsPaperClosed = false }).Balances.ShouldBeFalse();
        new Reconciliation([new("web", 5, 7, 0), new("code", 2, 1, 0)], IsPaperClosed: true).Balances.ShouldBeFalse();
        new Reconciliation([new("web", 5, 5, 0), new("kiosk", 1, 2, 0)], IsPaperClosed: true).Balances.ShouldBeFalse();

        new Reconciliation([new("paper", 3, 1, 0, Unaccounted: 1)], IsPaperClosed: true).Balances.ShouldBeFalse();

        // Marked at the kiosk, where the device failed: her ballot from the web stands.
        new Reconciliation([new("web", 0, 1, 0), new("kiosk", 1, 0, 0)], IsPaperClosed: true).Balances.ShouldBeTrue();
    }

    private static PaperTally Place(string name, int received) =>
        new(name, name, new CardNumbers(received, received, 0, 0), received, [0, 0, 0, 0, 0, 0, 0]);
}
