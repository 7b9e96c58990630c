using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class OpenPaperBatch(ObjectAccess access, RoundStore rounds, PaperStore papers, TimeProvider clock)
{
    private const int LongestName = 100;
    private const long HighestSerial = 999_999_999_999;

    public async Task<Result<V1.PaperBatch>> HandleAsync(V1.OpenPaperBatchRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error) || !Read(request).Succeeded(out var wanted, out error))
        {
            return error;
        }

        if (await rounds.FindAsync(subBudget.Id, cancellationToken) is not { State: not RoundState.FreezeRequested } round)
        {
            return VotingErrors.ManifestMissing;
        }

        if (await papers.FindMarksAsync(round.Number, cancellationToken) is not null)
        {
            return VotingErrors.PaperSealed;
        }

        var others = await papers.ListBatchesAsync(subBudget.Id, cancellationToken);
        if (!PaperBatch.Open(wanted, others.Select(other => other.ToBatch())).Succeeded(out var batch, out error))
        {
            return error;
        }

        // With the round: neither another batch with these serials nor a count can begin at the same time.
        round.Revision++;
        var row = PaperBatchRow.Of(batch, subBudget.Id, round.Number);
        papers.Add(row);
        return (await papers.SaveAsync(cancellationToken)).Map(_ => row.ToMessage(new CardProgress(0, 0, 0)));
    }

    private Result<PaperBatch> Read(V1.OpenPaperBatchRequest request)
    {
        var fields = new Fields();
        var place = fields.Text(request.PlaceId, "placeId", 1, LongestName);
        var name = fields.Text(request.PlaceName, "placeName", 1, LongestName);
        var isSerial = request.FirstSerial is >= 1 and <= HighestSerial;
        fields.Check(isSerial, "firstSerial", "must be 1 to 999999999999");
        fields.Check(
            !isSerial || (request.LastSerial >= request.FirstSerial && request.LastSerial - CardNumbers.Most < request.FirstSerial && request.LastSerial <= HighestSerial),
            "lastSerial",
            "must be the first serial or after it, and within 100000 cards");
        var numbers = request.Numbers.Read(fields);
        return fields.Give(() => new PaperBatch(
            Id.New<PaperBatchId>(clock.GetUtcNow()), place, name, new SerialRange(request.FirstSerial, request.LastSerial), numbers, IsClosed: false));
    }
}
