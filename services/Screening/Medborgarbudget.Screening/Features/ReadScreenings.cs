using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Reads the screenings of the caller's sub-budgets, finished or not.</summary>
internal sealed class ReadScreenings(ScreeningStore screenings, Caller caller)
{
    public async Task<Result<Screening>> Handle(GetScreeningRequest request, CancellationToken cancellationToken) =>
        (await screenings.FindFor(caller, request.ProposalId, cancellationToken)).Map(found => found.Screening);

    public async Task<Result<Page<Screening>>> Handle(ListScreeningsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id))
        {
            return ScreeningErrors.SubBudgetMissing;
        }

        if (!(await screenings.FindSubBudget(id, cancellationToken)).Succeeded(out var subBudget, out var missing))
        {
            return missing;
        }

        return caller.MayActIn(subBudget.OrganisationId, id) ? await screenings.List(id, page, cancellationToken) : GeneralErrors.Forbidden;
    }
}
