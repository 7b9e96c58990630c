using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>
/// Shows the holder of a ballot token what she has voted for. The answer names no receipt: together they would prove to others how she voted.
/// </summary>
internal sealed class ShowBallot(
    BallotTokens tokens, OpenRounds rounds, LedgerReader reader, LogProofs proofs, CastcheckStore castchecks, TimeProvider clock)
{
    public async Task<Result<V1.ShownBallot>> HandleAsync(V1.ShowBallotRequest request, Metadata headers, CancellationToken cancellationToken)
    {
        var holder = tokens.Read(BallotTokens.Bearer(headers), request.SubBudgetId);
        if (!holder.Succeeded(out var token, out var error))
        {
            return error;
        }

        if (await rounds.FindAsync(token.SubBudget, cancellationToken) is not { Round.Manifest: { Rule.HasCastcheck: true } manifest } round)
        {
            return VotingErrors.CastcheckOff;
        }

        return await reader.FindLastAsync(round.Key.Number, token.Voter, cancellationToken) is { } last
            ? await ShowAsync(manifest, last, cancellationToken)
            : VotingErrors.BallotMissing;
    }

    private async Task<Result<V1.ShownBallot>> ShowAsync(Manifest manifest, LedgerEntry last, CancellationToken cancellationToken)
    {
        var loggedAt = await proofs.FindTimeAsync(last.Round, last.Shard, last.Seq, cancellationToken);
        if (!Castcheck.Until(last.Hour, loggedAt, clock.GetUtcNow()).Succeeded(out var until, out var error))
        {
            return error;
        }

        return await castchecks.CountAsync(last, Castcheck.MostShown, cancellationToken) is { } shown
            ? new V1.ShownBallot
            {
                ProposalIds = { Ballot.ReadPlaces(last.Choices).Select(place => manifest.Items[place].ProposalId.ToString()) },
                TimesLeft = Castcheck.MostShown - shown,
                Until = until.ToTimestamp(),
            }
            : VotingErrors.CastcheckUsedUp;
    }
}
