using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class ReadPaperCard(PaperAccess access, RoundStore rounds, PaperStore papers, Caller caller)
{
    public async Task<Result<V1.ReadPaperCardResponse>> HandleAsync(V1.ReadPaperCardRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.PaperBatchId, cancellationToken);
        if (!entered.Succeeded(out var batch, out var error))
        {
            return error;
        }

        // What is on paper is as secret as what is in the box: until the close nobody may add it up.
        var round = await rounds.ReadAsync(batch.Round, cancellationToken);
        if (round.State != RoundState.Closed)
        {
            return VotingErrors.NotClosed;
        }

        var held = await papers.FindCardAsync(batch.Round, request.Serial, cancellationToken);
        var cards = await papers.CountCardsAsync(batch.Id, cancellationToken);
        var read = batch.ToBatch().CheckTakes(request.Serial, held is null, cards.All)
            .Then(_ => request.Reading.Read(new BallotForm(Manifest.Read(round.Manifest))))
            .Then(reading => caller.Me().Map(me => new ReadBy(me, reading)))
            .Then<PaperCard>(by => held is null ? new PaperCard(request.Serial, by, null, null) : held.ToCard().ReadAgain(by));
        if (!read.Succeeded(out var card, out error))
        {
            return error;
        }

        Keep(batch, held, card);
        return (await papers.SaveAsync(cancellationToken)).Map(_ => new V1.ReadPaperCardResponse
        {
            AwaitingSecondPerson = card.State == CardState.ReadOnce,
            Doubtful = card.State == CardState.Doubtful,
        });
    }

    private void Keep(PaperBatchRow batch, PaperCardRow? held, PaperCard card)
    {
        if (held is not null)
        {
            held.Take(card);
            return;
        }

        papers.Add(new PaperCardRow
        {
            Round = batch.Round,
            Serial = card.Serial,
            BatchId = batch.Id,
            FirstReader = card.First.Person,
            FirstReading = card.First.Reading.ToBytes(),
        });
    }
}
