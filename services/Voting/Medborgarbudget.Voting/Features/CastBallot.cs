using Google.Protobuf.Collections;
using Grpc.Core;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Options;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>
/// Checks token, key and form of each ballot and hands them to the intake together. Asks no database and no other service while the round
/// is open.
/// </summary>
internal sealed class CastBallot(
    BallotTokens tokens, OpenRounds rounds, IntakeGate gate, IntakeQueue queue, Receipts receipts, FreshLeaves leaves, IntakeMetrics metrics, ErrorTexts texts, IServiceProvider services, IOptions<VotingOptions> options, TimeProvider clock)
{
    private const string Header = "idempotency-key";
    private const int ShortestKey = 8;

    /// <summary>A ballot that goes to the intake, with its place among those that came together.</summary>
    private sealed record Prepared(int Place, VotingRound Round, CastWork Work);

    /// <summary>One ballot, with token and key in the headers.</summary>
    public async Task<Result<V1.Receipt>> HandleAsync(V1.CastBallotRequest request, Metadata headers, CancellationToken cancellationToken)
    {
        var ballot = new V1.GatheredBallot
        {
            SubBudgetId = request.SubBudgetId,
            Token = BallotTokens.Bearer(headers),
            IdempotencyKey = headers.GetValue(Header) ?? "",
        };
        ballot.ProposalIds.AddRange(request.ProposalIds);
        return (await CastAsync([ballot], cancellationToken))[0].Map(receipt => receipt.ToMessage());
    }

    /// <summary>Many ballots, each with its own token and key.</summary>
    public async Task<V1.CastBallotsResponse> HandleAsync(V1.CastBallotsRequest request, CancellationToken cancellationToken)
    {
        var response = new V1.CastBallotsResponse();
        foreach (var outcome in await CastAsync(request.Ballots, cancellationToken))
        {
            response.Outcomes.Add(outcome.Succeeded(out var receipt, out var error)
                ? new V1.GatheredOutcome { Receipt = ReceiptJson.Write(receipt) }
                : new V1.GatheredOutcome { Refusal = (error with { Swedish = texts.FindSwedish(error.Code) }).ToStatus() });
        }

        return response;
    }

    private async Task<Result<IssuedReceipt>[]> CastAsync(RepeatedField<V1.GatheredBallot> ballots, CancellationToken cancellationToken)
    {
        var group = new CastGroup(ballots.Count);
        var prepared = new List<Prepared>(ballots.Count);
        var outcomes = new Result<IssuedReceipt>[ballots.Count];
        for (var i = 0; i < ballots.Count; i++)
        {
            if ((await PrepareAsync(i, ballots[i], group, cancellationToken)).Succeeded(out var one, out var error))
            {
                prepared.Add(one);
            }
            else
            {
                outcomes[i] = error;
                metrics.Refused(error);
                group.AnswerOne();
            }
        }

        await queue.CastAsync(group, prepared.ConvertAll(one => one.Work), cancellationToken);
        Answer(prepared, outcomes);
        return outcomes;
    }

    private void Answer(List<Prepared> prepared, Result<IssuedReceipt>[] outcomes)
    {
        var acknowledged = new List<Acknowledged>(prepared.Count);
        var places = new List<int>(prepared.Count);
        foreach (var (place, round, work) in prepared)
        {
            if (work.Outcome.Succeeded(out var entry, out var error))
            {
                acknowledged.Add(new Acknowledged(round, entry));
                places.Add(place);
            }
            else
            {
                outcomes[place] = error;
                metrics.Refused(error);
            }
        }

        var issued = receipts.Issue(acknowledged);
        leaves.Add(issued);
        metrics.Acknowledged(issued.Length);
        for (var i = 0; i < issued.Length; i++)
        {
            outcomes[places[i]] = issued[i];
        }
    }

    private async ValueTask<Result<Prepared>> PrepareAsync(int place, V1.GatheredBallot ballot, CastGroup group, CancellationToken cancellationToken)
    {
        // Before the token: while Identity's keys are not known, no voter is told that theirs does not hold.
        if (!gate.IsOpen)
        {
            return VotingErrors.NotReady;
        }

        var holder = tokens.Read(ballot.Token, ballot.SubBudgetId);
        if (!holder.Succeeded(out var token, out var error))
        {
            return error;
        }

        if (ballot.IdempotencyKey.Length is < ShortestKey or > Mark.LongestKey || ballot.IdempotencyKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return VotingErrors.KeyMissing;
        }

        if (!token.TryUse(clock.GetUtcNow(), options.Value.CastsPerMinute))
        {
            return VotingErrors.TooManyChanges;
        }

        return await rounds.FindAsync(token.SubBudget, cancellationToken) is { } round
            ? (await FillAsync(round, token, ballot, group, cancellationToken)).Map(work => new Prepared(place, round, work))
            : VotingErrors.NotOpen;
    }

    private async ValueTask<Result<CastWork>> FillAsync(
        VotingRound round, BallotToken token, V1.GatheredBallot ballot, CastGroup group, CancellationToken cancellationToken)
    {
        // What the manifest promises is not undercut by a replica with another configuration.
        if (options.Value.Level < round.Round.Manifest.Level)
        {
            return VotingErrors.NotReady;
        }

        if (!Ballot.Fill(round.Form, ballot.ProposalIds).Succeeded(out var filled, out var error))
        {
            return error;
        }

        var work = MakeWork(round, token, ballot.IdempotencyKey, filled.Bytes.ToArray(), group);
        if (round.Round.State == RoundState.Closed)
        {
            work.Answer(await FindInClosedAsync(work, cancellationToken));
        }

        return work;
    }

    private CastWork MakeWork(VotingRound round, BallotToken token, string key, byte[] choices, CastGroup group)
    {
        var now = clock.GetUtcNow();
        var hour = (int)((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerHour);
        var mark = Mark.Make(round.Seal, Mark.HashKey(token.Voter, key), choices, ReceiptCode.NewCheck(), hour, token.Channel);
        var refusal = round.CheckTakesBallots(now).Error;
        return new CastWork(round.Key, token.Slot.Shard, new Casting(token.Voter, round.Key.BucketOf(token.Slot), refusal is null, mark, choices), refusal, group);
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
