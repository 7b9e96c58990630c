using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Makes the caller administrator of the organisation that invited.</summary>
internal sealed class RedeemInvitation(
    IdentityDb db, RoleStore roles, GetMe getMe, AuditTrail trail, Caller caller, IdentitySettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public async Task<Result<Me>> Handle(RedeemInvitationRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var error))
        {
            return error;
        }

        if (SecretCode.Read(request.Code) is not { } code)
        {
            return Error.Invalid([new FieldFault("code", "is not a code")]);
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        if (await Redeem(code, me, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return await getMe.Handle(new GetMeRequest(), cancellationToken);
    }

    private async Task<Error?> Redeem(SecretCode code, PersonId me, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await roles.FindInvitationAsync(code, now - Lifetime, cancellationToken) is not { } invitation)
        {
            return IdentityErrors.InvitationUnknown;
        }

        if (!settings.Trust.RuleOf(invitation.OrganisationId).Accepts(caller.SignIn()))
        {
            return GeneralErrors.LevelTooLow;
        }

        if (!await roles.LockAsync(invitation.OrganisationId, now, cancellationToken)
            || !await roles.TakeInvitationAsync(invitation, me, now, cancellationToken))
        {
            return IdentityErrors.InvitationUnknown;
        }

        var open = await roles.OpenGrantsAsync(invitation.OrganisationId, me, cancellationToken);
        if (!RoleGrant.Redeem(invitation.OrganisationId, me, [.. open.Select(grant => grant.Scoped)], invitation.InvitedBy, now)
            .Succeeded(out var grant, out var refusal))
        {
            return refusal;
        }

        await roles.AddAsync(grant, cancellationToken);
        await trail.NoteAsync(grant.OrganisationId, grant.Id.ToString(), cancellationToken);
        return null;
    }
}
