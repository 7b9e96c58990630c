using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The declarations that stand in a sub-budget, for spot checks. Never whose: no e-ID tells who is protected.</summary>
internal sealed class ListDeclarations(IdentityDb db, SubBudgetAccess access, DeclarationStore declarations, AuditTrail trail)
{
    public async Task<Result<ListDeclarationsResponse>> Handle(ListDeclarationsRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterListAsync(request.SubBudgetId, request.PageSize, request.PageToken, cancellationToken)).Succeeded(out var asked, out var refusal))
        {
            return refusal;
        }

        var (subBudget, page) = asked;
        var found = await declarations.ListAsync(subBudget.Id, page, cancellationToken);
        if (page.After is null)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await trail.NoteAsync(subBudget, subBudget.Id.ToString(), cancellationToken);
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
