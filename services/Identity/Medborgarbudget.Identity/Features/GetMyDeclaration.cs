using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The tie that the signed-in person has declared.</summary>
internal sealed class GetMyDeclaration(DeclarationAccess access, DeclarationStore declarations)
{
    public async Task<Result<Declaration>> Handle(GetMyDeclarationRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var declarer, out var refusal))
        {
            return refusal == IdentityErrors.NotEligible ? IdentityErrors.DeclarationMissing : refusal;
        }

        return await declarations.FindAsync(declarer.SubBudget.Id, declarer.KeyHash, cancellationToken) is { } found
            ? found.ToMessage()
            : IdentityErrors.DeclarationMissing;
    }
}
