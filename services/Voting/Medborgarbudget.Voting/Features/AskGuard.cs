using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Features;

internal sealed class AskGuard(VotingDb db, RoundStore rounds, PaperStore papers, TimeProvider clock)
{
    public async Task<Result<AskGuardResponse>> HandleAsync(AskGuardRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        fields.Check(Enum.TryParse<Phase>(request.EnteringPhase, out var phase), "enteringPhase", "is not a phase");
        if (fields.Error is { } error)
        {
            return error;
        }

        var row = await rounds.FindAsync(id, cancellationToken);
        var states = await db.Counts.Where(count => count.SubBudgetId == id).Select(count => count.State).ToListAsync(cancellationToken);
        CountState? furthest = states.Contains(CountState.Certified) ? CountState.Certified
            : states.Contains(CountState.Preliminary) ? CountState.Preliminary
            : null;
        var missing = PhaseGuards.Ask(phase, row?.ToRound(), await papers.HasOpenBatchAsync(id, cancellationToken), furthest, clock.GetUtcNow());
        return new AskGuardResponse
        {
            Missing = { missing.Select(one => new Contracts.Guard.V1.Missing { Code = one.Code, Message = one.Message }) },
        };
    }
}
