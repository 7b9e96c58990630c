using Grpc.Core;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Options;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Checks token, key and ballot and hands it to the intake. Asks no database and no other service while the round is open.</summary>
internal sealed class CastBallot(
    BallotTokens tokens, OpenRounds rounds, IntakeGate gate, IntakeQueue queue, IServiceProvider services, IOptions<VotingOptions> options, TimeProvider clock)
{
    private const string Header = "idempotency-key";
    private const int ShortestKey = 8;
    private const int LongestKey = 100;

    public async Task<Result<V1.Receipt>> HandleAsync(V1.CastBallotRequest request, Metadata headers, CancellationToken cancellationToken)
    {
        var holder = await tokens.ReadAsync(headers, request.SubBudgetId);
        if (!holder.Succeeded(out var token, out var error))
        {
            return error;
        }

        var key = headers.GetValue(Header) ?? "";
        if (key.Length is < ShortestKey or > LongestKey || key.Any(c => c is < '!' or > '~'))
        {
            return VotingErrors.KeyMissing;
        }

        if (!gate.IsOpen)
        {
            return VotingErrors.NotReady;
        }

        return await rounds.FindAsync(token.SubBudget, cancellationToken) is { } round
            ? await CastAsync(round, token.Voter, key, request.ProposalIds, cancellationToken)
            : VotingErrors.NotOpen;
    }

    private async Task<Result<V1.Receipt>> CastAsync(
        VotingRound round, Pseudonym voter, string key, IReadOnlyList<string> proposalIds, CancellationToken cancellationToken)
    {
        // What the manifest promises is not undercut by a replica with another configuration.
        var level = options.Value.Level;
        if (level < round.Round.Manifest.Level)
        {
            return VotingErrors.NotReady;
        }

        var filled = Ballot.Fill(round.Form, proposalIds);
        if (!filled.Succeeded(out var ballot, out var error))
        {
            return error;
        }

        var now = clock.GetUtcNow();
        var pseudonym = voter.ToBytes();
        var slot = Slot.Of(voter);
        var choices = ballot.Bytes.ToArray();
        var hour = (int)((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerHour);
        var mark = Mark.Make(Mark.HashKey(pseudonym, key), choices, ReceiptCode.NewCheck(), hour);
        var refusal = round.CheckTakesBallots(now).Error;
        var work = new CastWork(round.Key, slot.Shard, new Casting(pseudonym, slot.Bucket, refusal is null, mark, choices), refusal);
        var outcome = round.Round.State == RoundState.Closed
            ? await FindInClosedAsync(work, cancellationToken)
            : await queue.CastAsync(work, cancellationToken);
        return outcome.Map(entry => entry.ToReceipt(round.Key.SubBudget, level));
    }

    /// <summary>After the close the ledger alone knows who got in: the repetition of a cast with unknown outcome is answered from it.</summary>
    private async Task<Result<LedgerEntry>> FindInClosedAsync(CastWork work, CancellationToken cancellationToken)
    {
        var reader = services.GetRequiredService<LedgerReader>();
        var entry = await reader.FindByKeyAsync(work.Round.Number, work.Casting.Voter, work.Casting.Mark.KeyHash, cancellationToken);
        if (entry is null)
        {
            return VotingErrors.Closed;
        }

        return entry.Choices.AsSpan().SequenceEqual(work.Casting.Choices) ? entry : VotingErrors.KeyReused;
    }
}
