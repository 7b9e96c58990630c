using System.Globalization;
using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Adds the next version of an edition's criteria.</summary>
internal sealed class AddCriteriaSet(EditionStore editions, Caller caller, TimeProvider clock)
{
    private const int MostCriteria = 30;

    public async Task<Result<CriteriaSet>> Handle(AddCriteriaSetRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<EditionId>(request.EditionId, "editionId");
        var criteria = Read(fields, request);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await editions.Find(id, cancellationToken)).Succeeded(out var edition, out var missing))
        {
            return missing;
        }

        if (!caller.MayActIn(edition.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        var added = edition.AddCriteria(Guid.CreateVersion7(clock.GetUtcNow()), criteria);
        if (!added.Succeeded(out var changed, out var error))
        {
            return error;
        }

        return (await editions.Save(changed, cancellationToken)).Map(saved => saved.CriteriaSets[^1]);
    }

    private static List<Criterion> Read(Fields fields, AddCriteriaSetRequest request)
    {
        fields.Check(request.Criteria.Count is >= 1 and <= MostCriteria, "criteria", $"must be 1 to {MostCriteria}");
        fields.Check(request.Criteria.DistinctBy(criterion => criterion.Key).Count() == request.Criteria.Count, "criteria", "has a key twice");
        return
        [
            .. request.Criteria.Select((criterion, index) => new Criterion(
                fields.Text(criterion.Key, string.Create(CultureInfo.InvariantCulture, $"criteria[{index}].key"), 1, 20),
                fields.Text(criterion.Text, string.Create(CultureInfo.InvariantCulture, $"criteria[{index}].text"), 3, 500))),
        ];
    }
}
