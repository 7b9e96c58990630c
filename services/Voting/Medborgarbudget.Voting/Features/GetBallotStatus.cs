using Grpc.Core;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetBallotStatus(BallotTokens tokens, OpenRounds rounds, LedgerReader reader, Receipts receipts)
{
    public async Task<Result<V1.BallotStatus>> HandleAsync(
        V1.GetBallotStatusRequest request, Metadata headers, CancellationToken cancellationToken)
    {
        var holder = tokens.Read(BallotTokens.Bearer(headers), request.SubBudgetId);
        if (!holder.Succeeded(out var token, out var error))
        {
            return error;
        }

        var round = await rounds.FindAsync(token.SubBudget, cancellationToken);
        var last = round is null ? null : await reader.FindLastAsync(round.Key.Number, token.Voter, cancellationToken);
        return new V1.BallotStatus { HasBallot = last is not null, Receipt = last is null ? null : receipts.Issue(round!, last).ToMessage() };
    }
}
