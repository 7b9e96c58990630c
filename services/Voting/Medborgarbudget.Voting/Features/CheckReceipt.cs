using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CheckReceipt(VotingDb db, LedgerReader reader)
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

        var round = await db.Rounds.AsNoTracking().FirstAsync(row => row.Number == code.Round, cancellationToken);
        return new V1.ReceiptCheck
        {
            SubBudgetId = round.SubBudgetId.ToString(),
            Included = true,
            Replaced = await reader.IsReplacedAsync(entry, cancellationToken),
        };
    }
}
