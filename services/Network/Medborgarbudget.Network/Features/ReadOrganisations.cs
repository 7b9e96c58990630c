using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;

namespace Medborgarbudget.Network.Features;

/// <summary>Reads organisations; they are public.</summary>
internal sealed class ReadOrganisations(OrganisationStore organisations)
{
    public async Task<Result<Organisation>> Handle(GetOrganisationRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<OrganisationId>(request.OrganisationId, out var id)
            ? await organisations.Find(id, cancellationToken)
            : NetworkErrors.OrganisationMissing;

    public async Task<Result<Page<Organisation>>> Handle(ListOrganisationsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        return fields.Error is { } error ? error : await organisations.List(page, cancellationToken);
    }
}
