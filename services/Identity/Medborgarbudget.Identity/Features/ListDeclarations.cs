using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The declarations that stand in a sub-budget, for spot checks. Never whose: no e-ID tells who is protected.</summary>
internal sealed class ListDeclarations(IdentityDb db, SubBudgetAccess access, DeclarationStore declarations, AuditTrail trail)
{
    public async Task<Result<ListDeclarationsResponse>> Handle(ListDeclarationsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        var found = await declarations.ListAsync(subBudget.Id, page, cancellationToken);
        if (page.After is null)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await trail.NoteAsync(subBudget.OrganisationId, subBudget.Id.ToString(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return new ListDeclarationsResponse
        {
            Declarations = { found.Rows.Select(row => row.ToMessage()) },
            NextPageToken = found.NextToken,
            Total = await declarations.CountAsync(subBudget.Id, cancellationToken),
        };
    }
}
