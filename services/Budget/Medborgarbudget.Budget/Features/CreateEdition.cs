using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Opens an edition of an organisation that the network has admitted (or that rehearses).</summary>
internal sealed class CreateEdition(EditionStore editions, Caller caller, TimeProvider clock)
{
    public async Task<Result<Edition>> Handle(CreateEditionRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var name = fields.Text(request.Name, "name", 3, 100);
        fields.Number(request.Year, "year", 2000, 2100);
        if (fields.Error is { } error)
        {
            return error;
        }

        var row = await editions.FindOrganisation(organisation, cancellationToken);
        if (row is null)
        {
            return BudgetErrors.OrganisationMissing;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        if (!row.Admitted && !row.Rehearsal)
        {
            return BudgetErrors.OrganisationNotAdmitted;
        }

        var now = clock.GetUtcNow();
        var edition = new Edition { Id = Id.New<EditionId>(now), OrganisationId = organisation, Name = name, Year = request.Year, CreatedAt = now };
        await editions.Add(edition, cancellationToken);
        return edition;
    }
}
