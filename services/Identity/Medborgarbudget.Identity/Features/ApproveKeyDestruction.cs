using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The second person's yes: K is overwritten with nothing, and then removed from where the database keeps what was overwritten.</summary>
internal sealed class ApproveKeyDestruction(ChangeKeyCustody change, KeyErasure erasure, TimeProvider clock)
{
    public async Task<Result<PseudonymKey>> Handle(ApproveKeyDestructionRequest request, CancellationToken cancellationToken)
    {
        var destroyed = await change.ApplyAsync(
            request.SubBudgetId,
            KeyStep.Destroyed,
            (custody, window, me) => custody.ApproveDestruction(window, me, clock.GetUtcNow()),
            cancellationToken);
        if (!destroyed.IsError)
        {
            // Whether the caller waits for it or not.
            await erasure.RunAsync(CancellationToken.None);
        }

        return destroyed;
    }
}
