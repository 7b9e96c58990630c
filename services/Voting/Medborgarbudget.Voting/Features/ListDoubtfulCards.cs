using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class ListDoubtfulCards(PaperAccess access, RoundStore rounds, PaperStore papers)
{
    public async Task<Result<V1.ListDoubtfulCardsResponse>> HandleAsync(V1.ListDoubtfulCardsRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.PaperBatchId, cancellationToken);
        if (!entered.Succeeded(out var batch, out var error))
        {
            return error;
        }

        var manifest = Manifest.Read((await rounds.ReadAsync(batch.Round, cancellationToken)).Manifest);
        var cards = (await papers.ListUnsettledAsync(batch.Id, cancellationToken)).Select(row => row.ToCard());
        return new V1.ListDoubtfulCardsResponse { Cards = { cards.Select(card => ToMessage(card, manifest)) } };
    }

    /// <summary>Of a card that waits for its second reader, nobody is told the first reading.</summary>
    private static V1.DoubtfulCard ToMessage(PaperCard card, Manifest manifest) => new()
    {
        Serial = card.Serial,
        Readings = { card.Second is { } second ? new[] { card.First, second }.Select(one => one.Reading.ToMessage(manifest)) : [] },
        AwaitingSecondPerson = card.Settlement is not null,
    };
}
