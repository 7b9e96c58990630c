using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>The third-party clients of an organisation, removed ones too, oldest first.</summary>
internal sealed class ListApiClients(ApiClientStore clients, Caller caller)
{
    public async Task<Result<ListApiClientsResponse>> Handle(ListApiClientsRequest request, CancellationToken cancellationToken)
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

        var found = await clients.ListAsync(organisation, page, cancellationToken);
        var response = new ListApiClientsResponse { NextPageToken = found.NextToken };
        response.ApiClients.AddRange(found.Rows.Select(ApiClientMessages.ToMessage));
        return response;
    }
}
