using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CheckReceipt(RoundStore rounds, LedgerReader reader, LogProofs proofs)
{
    public async Task<Result<V1.ReceiptCheck>> HandleAsync(V1.CheckReceiptRequest request, CancellationToken cancellationToken)
    {
        if (!ReceiptCode.TryParse(request.ReceiptCode, out var code))
        {
            return Error.Invalid([new FieldFault("receiptCode", "is not a receipt code")]);
        }

        var entry = await reader.FindAtAsync(code, cancellationToken);
        if (entry is null || entry.Check != code.Check)
        {
            return VotingErrors.ReceiptUnknown;
        }

        var check = new V1.ReceiptCheck
        {
            SubBudgetId = (await rounds.ReadAsync(code.Round, cancellationToken)).SubBudgetId.ToString(),
            Included = true,
            Replaced = await reader.IsReplacedAsync(entry, cancellationToken),
        };
        if (await proofs.FindAsync(code.Round, code.Shard, code.Sequence, cancellationToken) is { } proof)
        {
            (check.LogIndex, check.LogSize, check.LogPath) = (proof.Index, proof.Size, UnsafeByteOperations.UnsafeWrap(proof.Path));
        }

        return check;
    }
}
