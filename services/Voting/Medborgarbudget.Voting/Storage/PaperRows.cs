using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.Voting.Storage;

/// <summary>A batch of paper cards.</summary>
internal sealed class PaperBatchRow
{
    public required PaperBatchId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required int Round { get; init; }

    public required string PlaceId { get; init; }

    public required string PlaceName { get; init; }

    public required long FirstSerial { get; init; }

    public required long LastSerial { get; init; }

    public int Issued { get; set; }

    public int Received { get; set; }

    public int Spoiled { get; set; }

    public int Missing { get; set; }

    public bool IsClosed { get; set; }

    public int Revision { get; set; }

    public static PaperBatchRow Of(PaperBatch batch, SubBudgetId subBudget, int round)
    {
        var row = new PaperBatchRow
        {
            Id = batch.Id,
            SubBudgetId = subBudget,
            Round = round,
            PlaceId = batch.PlaceId,
            PlaceName = batch.PlaceName,
            FirstSerial = batch.Serials.First,
            LastSerial = batch.Serials.Last,
        };
        row.Take(batch);
        return row;
    }

    public PaperBatch ToBatch() =>
        new(Id, PlaceId, PlaceName, new SerialRange(FirstSerial, LastSerial), new CardNumbers(Issued, Received, Spoiled, Missing), IsClosed);

    public void Take(PaperBatch batch)
    {
        (Issued, Received, Spoiled, Missing) = (batch.Numbers.Issued, batch.Numbers.Received, batch.Numbers.Spoiled, batch.Numbers.Missing);
        IsClosed = batch.IsClosed;
        Revision++;
    }
}

/// <summary>A paper card: readings as <see cref="CardReading.ToBytes"/>, and which officials read and settled it. Nobody else is in it.</summary>
internal sealed class PaperCardRow
{
    public required int Round { get; init; }

    public required long Serial { get; init; }

    public required PaperBatchId BatchId { get; init; }

    public required PersonId FirstReader { get; init; }

    public required byte[] FirstReading { get; init; }

    public PersonId? SecondReader { get; set; }

    public byte[]? SecondReading { get; set; }

    public PersonId? SettlementBy { get; set; }

    public DateTimeOffset? SettlementAt { get; set; }

    /// <summary>Null also where the settlement is that there is no such card.</summary>
    public byte[]? SettlementReading { get; set; }

    public PersonId? SettlementApprovedBy { get; set; }

    public DateTimeOffset? SettlementApprovedAt { get; set; }

    /// <summary>What the card is counted as, once that is settled.</summary>
    public byte[]? FinalReading { get; set; }

    public int Revision { get; set; }

    public PaperCard ToCard() => new(
        Serial,
        new ReadBy(FirstReader, CardReading.FromBytes(FirstReading)),
        SecondReader is { } second ? new ReadBy(second, CardReading.FromBytes(SecondReading!)) : null,
        SettlementBy is { } by ? PaperCard.Settled(Reading(SettlementReading), by, SettlementAt!.Value, SettlementApprovedBy, SettlementApprovedAt) : null);

    public void Take(PaperCard card)
    {
        (SecondReader, SecondReading) = (card.Second?.Person, card.Second?.Reading.ToBytes());
        (SettlementBy, SettlementAt) = (card.Settlement?.Persons.RequestedBy, card.Settlement?.Persons.RequestedAt);
        (SettlementApprovedBy, SettlementApprovedAt) = (card.Settlement?.Persons.ApprovedBy, card.Settlement?.Persons.ApprovedAt);
        SettlementReading = card.Settlement?.Reading?.ToBytes();
        FinalReading = card.Final?.ToBytes();
        Revision++;
    }

    private static CardReading? Reading(byte[]? bytes) => bytes is null ? null : CardReading.FromBytes(bytes);
}

/// <summary>The officers' marks as they were when the first count of the round began; every count goes by them.</summary>
internal sealed class ChannelMarksRow
{
    public required int Round { get; init; }

    /// <summary>Identity's answer without the pseudonyms, protobuf.</summary>
    public required byte[] Marks { get; init; }
}

/// <summary>A voter whose ballot in the box is annulled, since a paper card stands.</summary>
internal sealed class AnnulmentRow
{
    public required int Round { get; init; }

    public required byte[] Voter { get; init; }
}
