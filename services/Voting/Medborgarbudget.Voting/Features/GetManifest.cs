using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetManifest(RoundStore rounds, Caller caller)
{
    public async Task<Result<V1.Manifest>> HandleAsync(V1.GetManifestRequest request, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id))
        {
            return VotingErrors.ManifestMissing;
        }

        var row = await rounds.FindAsync(id, cancellationToken);
        return row is not null && MayRead(row)
            ? row.ToRound().Manifest.ToMessage(row.FrozenAt)
            : VotingErrors.ManifestMissing;
    }

    /// <summary>Public once frozen; before that those who freeze have to see what they approve.</summary>
    private bool MayRead(RoundRow row) =>
        row.State != RoundState.FreezeRequested
        || caller.Holds(Role.ProcessLeader, row.OrganisationId, row.SubBudgetId)
        || caller.Holds(Role.LeadScreener, row.OrganisationId, row.SubBudgetId);
}
