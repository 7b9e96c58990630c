using Google.Api;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// The pseudonyms of everybody who was given a token, ascending, so that auditors can hold them against those that voted. A page is found
/// by computing them all and keeping its own: the memory is that of two pages, however long the roll.
/// </summary>
internal sealed class ListIssuedPseudonyms(
    IdentityDb db, SubBudgetAccess access, RollStore rolls, KeyStore keys, Pseudonyms pseudonyms, Sealer sealer, AuditTrail trail, Caller caller)
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

        using var key = await pseudonyms.OpenAsync(subBudget.Id, wrapped, cancellationToken);
        await foreach (var entry in rolls.KeysWithTokenAsync(import).WithCancellation(cancellationToken))
        {
            var voterKey = entry.LocalKey ?? sealer.OpenText(entry.SealedKey, RollWriter.KeyPurpose);
            page.Offer(key.Of(voterKey));
        }

        return new HttpBody { ContentType = "application/octet-stream", Data = page.Take() };
    }

    private async Task NoteAsync(SubBudgetRow subBudget, PseudonymKeyRow row, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        keys.Note(row, KeyStep.PseudonymsListed, caller.Person);
        await keys.SaveAsync(cancellationToken);
        await trail.NoteAsync(subBudget.OrganisationId, subBudget.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
