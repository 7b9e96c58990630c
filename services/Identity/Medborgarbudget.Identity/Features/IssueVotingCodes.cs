using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Gives the next entries of the roll their codes. The codes stand in this answer and nowhere else; only keyed hashes are kept.</summary>
internal sealed class IssueVotingCodes(
    IdentityDb db, RollStore rolls, IRollBulk bulk, KeyedHashes hashes, AuditTrail trail, Caller caller)
{
    private const int MaxCount = 20_000;

    public async Task<Result<IssueVotingCodesResponse>> Handle(IssueVotingCodesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var count = fields.Number(request.Count, "count", 1, MaxCount);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!caller.MayActIn(subBudget.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        return subBudget.Window.TakesCodes ? await Issue(subBudget, count, cancellationToken) : IdentityErrors.RollClosed;
    }

    private async Task<IssueVotingCodesResponse> Issue(SubBudgetRow subBudget, int count, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var head = await rolls.LockHeadAsync(subBudget.Id, cancellationToken);
        if (head.ImportId is not { } import)
        {
            return new IssueVotingCodesResponse();
        }

        var entries = await rolls.NextWithoutCodeAsync(import, count, cancellationToken);
        var codes = SecretCodes.New(entries.Count);
        await bulk.WriteCodesAsync(
            import, [.. entries.Zip(codes, (entry, code) => new EntryCode(entry.Serial, hashes.OfVotingCode(subBudget.Id, code)))], cancellationToken);
        head.CodesIssued += codes.Count;
        await db.SaveChangesAsync(cancellationToken);
        var remaining = await rolls.CountWithoutCodeAsync(import, cancellationToken);
        await trail.NoteAsync(subBudget.OrganisationId, subBudget.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var response = new IssueVotingCodesResponse { Remaining = remaining };
        response.Codes.AddRange(entries.Zip(codes, (entry, code) =>
            new VotingCode { LocalKey = entry.LocalKey ?? "", Code = code.Show(), Serial = entry.Serial }));
        return response;
    }
}
