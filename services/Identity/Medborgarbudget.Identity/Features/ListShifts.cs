using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Features;

/// <summary>The shifts of a place, oldest first; an officer sees her own.</summary>
internal sealed class ListShifts(VotingPlaceAccess access, PlaceStore places, Caller caller)
{
    private static readonly WireRole[] SeeAll = [WireRole.ProcessLeader, WireRole.CountLeader, WireRole.Auditor];

    public async Task<Result<ListShiftsResponse>> Handle(ListShiftsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.VotingPlaceId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var officer = SeeAll.Any(role => caller.Holds(role, found.SubBudget.OrganisationId, found.SubBudget.Id)) ? null : caller.Person;
        var shifts = await places.ListShiftsAsync(found.Place.Id, officer, page, cancellationToken);
        return new ListShiftsResponse { NextPageToken = shifts.NextToken, Shifts = { shifts.Rows.Select(shift => shift.ToMessage()) } };
    }
}
