using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Writes the assessment of a proposal, or writes it anew before it is accepted.</summary>
internal sealed class AssessProposal(ScreeningStore screenings, Caller caller)
{
    public async Task<Result<Screening>> Handle(AssessProposalRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var draft = fields.ReadAssessment(request.Assessment);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await screenings.FindFor(caller, request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var official = new Official(me, caller.Holds(Role.LeadScreener, found.SubBudget.OrganisationId, found.SubBudget.Id));
        var decided = found.Screening.Assess(found.SubBudget, official, draft);
        return decided.Succeeded(out var changed, out var refused) ? await screenings.Change(changed, cancellationToken) : refused;
    }
}
