using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Reads editions; they are public.</summary>
internal sealed class ReadEditions(EditionStore editions)
{
    public async Task<Result<Edition>> Handle(GetEditionRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<EditionId>(request.EditionId, out var id) ? await editions.Find(id, cancellationToken) : BudgetErrors.EditionMissing;

    public async Task<Result<Page<Edition>>> Handle(ListEditionsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        OrganisationId? organisation = request.OrganisationId.Length == 0 ? null : fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        return fields.Error is { } error ? error : await editions.List(organisation, page, cancellationToken);
    }
}
