using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The signed-in person takes her declaration back while no vote hangs on it.</summary>
internal sealed class WithdrawDeclaration(IdentityDb db, DeclarationAccess access, DeclarationStore declarations, TimeProvider clock)
{
    public async Task<Result<WithdrawDeclarationResponse>> Handle(WithdrawDeclarationRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var declarer, out var refusal))
        {
            return refusal == IdentityErrors.NotEligible ? IdentityErrors.DeclarationMissing : refusal;
        }

        if (!declarer.SubBudget.Window.TakesDeclarations(clock.GetUtcNow()))
        {
            return IdentityErrors.DeclarationClosed;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rolls = await declarations.HoldEditionAsync(declarer.SubBudget, declarer.Key, cancellationToken);
        if (rolls.FirstOrDefault(roll => roll.SubBudget == declarer.SubBudget.Id) is not { } here
            || await declarations.FindAsync(declarer.SubBudget.Id, declarer.KeyHash, cancellationToken) is not { } declaration)
        {
            return IdentityErrors.DeclarationMissing;
        }

        // Who was put on the extract since has a vote without it.
        if (here.Entry is { Ground: Ground.Declared, IsUsed: true })
        {
            return IdentityErrors.DeclarationUsed;
        }

        await declarations.RemoveAsync(declaration, here, rolls.Where(roll => roll != here), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new WithdrawDeclarationResponse();
    }
}
