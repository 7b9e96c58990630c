using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// What requesting and approving a destruction share: the decision is taken while no other change of the key runs, and is logged in the
/// same transaction.
/// </summary>
internal sealed class ChangeKeyCustody(
    IdentityDb db, SubBudgetAccess access, KeyStore keys, DeclarationStore declarations, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.PseudonymKey>> ApplyAsync(
        string idText, KeyStep step, Func<KeyCustody, VotingWindow, PersonId, Result<KeyCustody>> decide, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(idText, cancellationToken)).Succeeded(out var subBudget, out var refusal)
            || !caller.Me().Succeeded(out var me, out refusal))
        {
            return refusal;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        if (await keys.LockAsync(subBudget.Id, cancellationToken) is not { } row)
        {
            return IdentityErrors.PseudonymKeyMissing;
        }

        if (!decide(row.ToCustody(), subBudget.Window, me).Succeeded(out var changed, out refusal))
        {
            return refusal;
        }

        row.Take(changed);
        keys.Note(row, step, me);
        await keys.SaveAsync(cancellationToken);
        if (row.WrappedBytes is null)
        {
            await declarations.ForgetAsync(subBudget, cancellationToken);
        }

        await trail.NoteAsync(subBudget, subBudget.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return row.ToMessage(await keys.LogAsync(subBudget.Id, cancellationToken), clock.GetUtcNow());
    }
}
