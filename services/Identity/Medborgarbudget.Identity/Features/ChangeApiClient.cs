using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>What every change of a third-party client shares: it is found, the caller's right in its organisation asked, the change decided, written and noted.</summary>
internal sealed class ChangeApiClient(IdentityDb db, ApiClientStore clients, AuditTrail trail, Caller caller)
{
    /// <param name="decide">The rule.</param>
    /// <param name="andThen">What else changes, in the same transaction.</param>
    public async Task<Result<ApiClient>> ApplyAsync(
        string idText, Func<ApiClient, Result<ApiClient>> decide, CancellationToken cancellationToken, Func<ApiClient, Task>? andThen = null)
    {
        if (!Id.TryParse<ApiClientId>(idText, out var id) || await clients.FindAsync(id, cancellationToken) is not { } found)
        {
            return IdentityErrors.ClientMissing;
        }

        if (!caller.MayActIn(found.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        if (!decide(found).Succeeded(out var changed, out var refusal))
        {
            return refusal;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        if (!await clients.ReplaceAsync(found, changed, cancellationToken))
        {
            // Somebody else was quicker; what was decided holds no more.
            return IdentityErrors.ClientState;
        }

        await (andThen?.Invoke(changed) ?? Task.CompletedTask);
        await trail.NoteAsync(changed.OrganisationId, changed.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return changed;
    }
}
