using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class ApproveFreeze(
    VotingDb db, ObjectAccess access, BallotDraw draw, RoundStore rounds, OpenRounds open, Caller caller, TimeProvider clock)
{
    public async Task<Result<V1.Freeze>> HandleAsync(V1.ApproveFreezeRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        if (row is null)
        {
            return VotingErrors.FreezeMissing;
        }

        if (row.State != RoundState.FreezeRequested)
        {
            return VotingErrors.AlreadyFrozen;
        }

        var drawn = await draw.DrawAsync(subBudget, cancellationToken);
        var approved = drawn.Then(again => caller.Me().Then(me => row.ToRound().Approve(me, request.Hash, again, clock.GetUtcNow())));
        return approved.Succeeded(out var round, out error) ? await SaveAsync(row, round, cancellationToken) : error;
    }

    private async Task<Result<V1.Freeze>> SaveAsync(RoundRow row, Round round, CancellationToken cancellationToken)
    {
        var manifest = round.Manifest;
        row.Take(round);
        db.Publish(new BallotFrozen(
            manifest.SubBudgetId.Value,
            manifest.OrganisationId.Value,
            manifest.Hash(),
            [.. manifest.Items.Select(item => new BallotItemData(item.ProposalId.Value, item.Number, item.Title, item.Cost.Ore))]));
        var saved = await rounds.SaveAsync(cancellationToken);
        open.Forget(manifest.SubBudgetId);
        return saved.Map(_ => round.ToFreeze());
    }
}
