using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Tells Budget what is missing here before a phase: voting does not open without a committed roll.</summary>
internal sealed class AskGuard(RollStore rolls)
{
    public async Task<Result<AskGuardResponse>> Handle(AskGuardRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        var response = new AskGuardResponse();
        if (request.EnteringPhase is nameof(Phase.Voting) or "PHASE_VOTING" && await rolls.FindHeadAsync(id, cancellationToken) is not { ImportId: not null })
        {
            response.Missing.Add(new Missing { Code = IdentityErrors.RollMissing.Code, Message = IdentityErrors.RollMissing.Message });
        }

        return response;
    }
}
