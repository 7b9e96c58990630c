using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Features;

/// <summary>Makes the one-time codes for the first administrators of an organisation. They stand in this answer and nowhere else.</summary>
internal sealed class InviteAdministrators(IdentityDb db, RoleStore roles, AuditTrail trail, Caller caller, TimeProvider clock)
{
    private const int MaxCount = 10;

    public async Task<Result<InviteAdministratorsResponse>> Handle(InviteAdministratorsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var count = fields.Number(request.Count, "count", 1, MaxCount);
        if ((fields.Error ?? Refusal(organisation)) is { } refusal)
        {
            return refusal;
        }

        if (!await db.Organisations.AnyAsync(row => row.Id == organisation, cancellationToken))
        {
            return IdentityErrors.OrganisationMissing;
        }

        if (await roles.CountAdministratorsAsync(organisation, cancellationToken) > 0)
        {
            return IdentityErrors.AlreadyAdministered;
        }

        var codes = SecretCodes.New(count);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await roles.AddInvitationsAsync(codes, organisation, caller.Person!.Value, clock.GetUtcNow(), cancellationToken);
        await trail.NoteAsync(organisation, organisation.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var response = new InviteAdministratorsResponse();
        response.Codes.AddRange(codes.Select(code => code.Show()));
        return response;
    }

    private Error? Refusal(OrganisationId organisation) => caller.MayActIn(organisation) ? null : GeneralErrors.Forbidden;
}
