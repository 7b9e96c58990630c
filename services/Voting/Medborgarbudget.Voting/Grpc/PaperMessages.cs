using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>Paper as the contract words it, and back.</summary>
internal static class PaperMessages
{
    public static V1.PaperBatch ToMessage(this PaperBatchRow row, CardProgress cards) => new()
    {
        PaperBatchId = row.Id.ToString(),
        SubBudgetId = row.SubBudgetId.ToString(),
        PlaceId = row.PlaceId,
        PlaceName = row.PlaceName,
        FirstSerial = row.FirstSerial,
        LastSerial = row.LastSerial,
        Numbers = new V1.CardNumbers { Issued = row.Issued, Received = row.Received, Spoiled = row.Spoiled, Missing = row.Missing },
        Closed = row.IsClosed,
        ReadOnce = cards.ReadOnce,
        Doubtful = cards.Doubtful,
        Settled = cards.Settled,
    };

    public static V1.CardReading ToMessage(this CardReading reading, Manifest manifest) => new()
    {
        ProposalIds = { Ballot.ReadPlaces(reading.Choices.Span).Select(place => manifest.Items[place].ProposalId.ToString()) },
        Ground = (V1.InvalidGround)reading.Ground,
    };

    /// <summary>A faulty number reads as 0; a message that is not there as four of them.</summary>
    public static CardNumbers Read(this V1.CardNumbers? numbers, Fields fields)
    {
        fields.Check(numbers is not null, "numbers", "is missing");
        return new CardNumbers(
            Number(numbers?.Issued, "issued"), Number(numbers?.Received, "received"), Number(numbers?.Spoiled, "spoiled"), Number(numbers?.Missing, "missing"));

        int Number(int? value, string name) => fields.Number(value ?? 0, $"numbers.{name}", 0, CardNumbers.Most);
    }

    /// <summary>Errors: request.invalid, ballot_invalid.</summary>
    public static Result<CardReading> Read(this V1.CardReading? reading, BallotForm form)
    {
        if (reading is null || !Enum.IsDefined(reading.Ground))
        {
            return Error.Invalid([new FieldFault(reading is null ? "reading" : "reading.ground", reading is null ? "is missing" : "has no known value")]);
        }

        return CardReading.Read(form, reading.ProposalIds, (InvalidGround)reading.Ground);
    }
}
