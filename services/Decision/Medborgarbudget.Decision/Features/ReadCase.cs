using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Reads the case. Before its minutes are adjusted it is missing for all but those who prepare or decide it.</summary>
internal sealed class ReadCase(CaseStore cases, Caller caller)
{
    private static readonly Role[] Preparing = [Role.LeadScreener, Role.ProcessLeader, Role.Secretary, Role.ElectedMember];

    public async Task<Result<Case>> Handle(GetCaseRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id)
            && await cases.FindOf(id, cancellationToken) is { } found
            && (found.IsPublic || MayPrepare(found))
            ? found
            : DecisionErrors.CaseMissing;

    private bool MayPrepare(Case found) => Preparing.Any(role => caller.Holds(role, found.OrganisationId, found.SubBudgetId));
}
