using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Accepts an assessment as the second person; the outcome becomes public.</summary>
internal sealed class AcceptScreening(ScreeningStore screenings, Caller caller, TimeProvider clock)
{
    public async Task<Result<Screening>> Handle(AcceptScreeningRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await screenings.FindFor(caller, request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var decided = found.Screening.Accept(found.SubBudget, me, clock.GetUtcNow());
        return decided.Succeeded(out var changed, out var refused) ? await screenings.Change(changed, cancellationToken) : refused;
    }
}
