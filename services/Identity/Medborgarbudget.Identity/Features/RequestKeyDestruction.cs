using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The first person's wish that K be destroyed.</summary>
internal sealed class RequestKeyDestruction(ChangeKeyCustody change, TimeProvider clock)
{
    public Task<Result<PseudonymKey>> Handle(RequestKeyDestructionRequest request, CancellationToken cancellationToken) => change.ApplyAsync(
        request.SubBudgetId,
        KeyStep.DestructionRequested,
        (custody, window, me) => custody.RequestDestruction(window, me, clock.GetUtcNow()),
        cancellationToken);
}
