using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class SettlePaperCard(PaperAccess access, RoundStore rounds, PaperStore papers, Caller caller, TimeProvider clock)
{
    /// <summary>What a card counts as; null: there is no such card.</summary>
    private sealed record Word(CardReading? Reading);

    public async Task<Result<V1.SettlePaperCardResponse>> HandleAsync(V1.SettlePaperCardRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.PaperBatchId, cancellationToken);
        if (!entered.Succeeded(out var batch, out var error))
        {
            return error;
        }

        if (batch.IsClosed)
        {
            return VotingErrors.BatchClosed;
        }

        var held = await papers.FindCardAsync(batch.Round, request.Serial, cancellationToken);
        if (held is null || held.BatchId != batch.Id)
        {
            return VotingErrors.CardUnread;
        }

        var round = await rounds.ReadAsync(batch.Round, cancellationToken);
        var settled = Read(request, Manifest.Read(round.Manifest))
            .Then(word => caller.Me().Then(me => held.ToCard().Settle(me, word.Reading, clock.GetUtcNow())));
        if (!settled.Succeeded(out var card, out error))
        {
            return error;
        }

        held.Take(card);
        if (card.State == CardState.Removed)
        {
            papers.Remove(held);
        }

        var isAwaiting = card.State is not (CardState.Settled or CardState.Removed);
        return (await papers.SaveAsync(cancellationToken)).Map(_ => new V1.SettlePaperCardResponse { AwaitingSecondPerson = isAwaiting });
    }

    private static Result<Word> Read(V1.SettlePaperCardRequest request, Manifest manifest)
    {
        if (!request.Remove)
        {
            return request.Reading.Read(new BallotForm(manifest)).Map(reading => new Word(reading));
        }

        return request.Reading is null ? new Word(null) : Error.Invalid([new FieldFault("reading", "a card that is not there has none")]);
    }
}
