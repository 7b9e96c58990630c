using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The places of a sub-budget, oldest first.</summary>
internal sealed class ListVotingPlaces(SubBudgetAccess access, PlaceStore places)
{
    public async Task<Result<ListVotingPlacesResponse>> Handle(ListVotingPlacesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        var found = await places.ListAsync(subBudget.Id, page, cancellationToken);
        return new ListVotingPlacesResponse { NextPageToken = found.NextToken, VotingPlaces = { found.Rows.Select(place => place.ToMessage()) } };
    }
}
