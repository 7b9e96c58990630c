using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The places of a sub-budget, oldest first.</summary>
internal sealed class ListVotingPlaces(SubBudgetAccess access, PlaceStore places)
{
    public async Task<Result<ListVotingPlacesResponse>> Handle(ListVotingPlacesRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterListAsync(request.SubBudgetId, request.PageSize, request.PageToken, cancellationToken)).Succeeded(out var asked, out var refusal))
        {
            return refusal;
        }

        var found = await places.ListAsync(asked.SubBudget.Id, asked.Page, cancellationToken);
        return new ListVotingPlacesResponse { NextPageToken = found.NextToken, VotingPlaces = { found.Rows.Select(place => place.ToMessage()) } };
    }
}
