using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>The caller's own shifts in an organisation, however many places it has: what an officer begins her day with.</summary>
internal sealed class ListMyShifts(PlaceStore places, Caller caller)
{
    public async Task<Result<ListMyShiftsResponse>> Handle(ListMyShiftsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActSomewhereIn(organisation) || caller.Person is not { } me)
        {
            return GeneralErrors.Forbidden;
        }

        var found = await places.ListShiftsOfAsync(organisation, me, page, cancellationToken);
        return new ListMyShiftsResponse { NextPageToken = found.NextToken, Shifts = { found.Rows.Select(row => row.Shift.ToSheet(row.Place)) } };
    }
}
