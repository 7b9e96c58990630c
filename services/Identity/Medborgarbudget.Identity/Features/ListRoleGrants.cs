using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Who holds, held or awaits what in an organisation, oldest first.</summary>
internal sealed class ListRoleGrants(RoleStore roles, Caller caller, TimeProvider clock)
{
    public async Task<Result<ListRoleGrantsResponse>> Handle(ListRoleGrantsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        var found = await roles.ListAsync(organisation, page, cancellationToken);
        var now = clock.GetUtcNow();
        var response = new ListRoleGrantsResponse { NextPageToken = found.NextToken };
        response.RoleGrants.AddRange(found.Rows.Select(grant => grant.ToMessage(now)));
        return response;
    }
}
