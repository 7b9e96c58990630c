using Google.Api;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>The pseudonyms of everybody who was given a token, ascending, so that auditors can hold them against those that voted.</summary>
internal sealed class ListIssuedPseudonyms(
    IdentityDb db, SubBudgetAccess access, RollStore rolls, KeyStore keys, VoterPseudonyms pseudonyms, AuditTrail trail, Caller caller)
{
    public async Task<Result<HttpBody>> Handle(ListIssuedPseudonymsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PseudonymPage.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        if (!subBudget.Window.IsOver)
        {
            return IdentityErrors.VotingNotOver;
        }

        return await rolls.FindHeadAsync(subBudget.Id, cancellationToken) is { ImportId: { } import }
            ? await ReadAsync(subBudget, import, page, cancellationToken)
            : IdentityErrors.RollMissing;
    }

    private async Task<Result<HttpBody>> ReadAsync(SubBudgetRow subBudget, RollImportId import, PseudonymPage page, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(subBudget.Id, cancellationToken) is not { Wrapped: { } wrapped } row)
        {
            return IdentityErrors.PseudonymKeyDestroyed;
        }

        if (page.IsFirst)
        {
            await NoteAsync(subBudget, row, cancellationToken);
        }

        var data = await pseudonyms.PageAsync(subBudget.Id, wrapped, rolls.KeysWithTokenAsync(import), page, cancellationToken);
        return new HttpBody { ContentType = "application/octet-stream", Data = data };
    }

    private async Task NoteAsync(SubBudgetRow subBudget, PseudonymKeyRow row, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        keys.Note(row, KeyStep.PseudonymsListed, caller.Person);
        await keys.SaveAsync(cancellationToken);
        await trail.NoteAsync(subBudget, subBudget.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
