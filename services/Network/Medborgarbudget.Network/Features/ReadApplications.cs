using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;

namespace Medborgarbudget.Network.Features;

/// <summary>Lists applications for those who answer them.</summary>
internal sealed class ReadApplications(OrganisationStore organisations)
{
    public async Task<Result<Page<Application>>> Handle(ListApplicationsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        return fields.Error is { } error ? error : await organisations.ListApplications(page, cancellationToken);
    }
}
