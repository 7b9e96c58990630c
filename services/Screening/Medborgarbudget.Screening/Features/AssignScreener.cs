using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>A lead screener assigns who is to screen a proposal, or to review it.</summary>
internal sealed class AssignScreener(ScreeningStore screenings, Caller caller)
{
    public async Task<Result<Screening>> Handle(AssignScreenerRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var screener = fields.Id<PersonId>(request.PersonId, "personId");
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await screenings.FindFor(caller, request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var decided = found.Screening.Assign(found.SubBudget, screener);
        return decided.Succeeded(out var changed, out var refused) ? await screenings.Change(changed, cancellationToken) : refused;
    }
}
