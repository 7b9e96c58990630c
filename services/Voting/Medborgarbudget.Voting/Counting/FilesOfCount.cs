using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>Names what is published with a result, and what auditors get of it, by length and hash, and signs the list.</summary>
internal sealed class FilesOfCount(RoundStore rounds, CountStore counts, SealedShard ballots, PaperFiles paper, LogKeys keys)
{
    /// <summary>Fills in the row's list of files; false while the log is not ended.</summary>
    public async Task<bool> TryWriteAsync(CountRow count, CancellationToken cancellationToken)
    {
        var round = await rounds.ReadAsync(count.Round, cancellationToken);
        var manifest = Manifest.Read(round.Manifest);
        if (!manifest.IsSigned)
        {
            return true;
        }

        if (round.Closing is not { } closing || count.Document is not { } document)
        {
            return false;
        }

        var list = await counts.FindCountedListAsync(count.Id, cancellationToken) ?? throw new InvalidDataException("A finished count without its list.");
        List<PublishedFile> files =
        [
            PublishedFile.Of("manifest.json", round.Manifest),
            PublishedFile.Of("closing.json", closing),
            PublishedFile.Of("counted-list.pb", list),
            PublishedFile.Of("result.json", document),
        ];
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            files.Add(await ballots.HashAsync(round, shard, cancellationToken));
        }

        if (count.Channels is { } channels)
        {
            files.Add(PublishedFile.Of("channels.json", channels));
            files.Add(PublishedFile.Of(SealedPaper.CardsFile, await paper.CardsAsync(count.Round, cancellationToken)));
            files.Add(PublishedFile.Of(SealedPaper.AnnulledFile, await paper.AnnulledAsync(count.Round, cancellationToken)));
        }

        count.Files = keys.Sign(manifest, new PublishedFiles(round.SubBudgetId, [.. files]));
        return true;
    }
}
