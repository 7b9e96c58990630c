namespace Medborgarbudget.Voting.Log;

/// <summary>An inclusion proof (RFC 9162 §2.1.3) of a leaf in the tree of the latest head.</summary>
internal sealed record LogProof(long Index, long Size, byte[] Path);

/// <summary>Finds where a ballot stands in the log and since when, and proves it from a few tiles.</summary>
internal sealed class LogProofs(LogStore store)
{
    /// <summary>Null when the log has not taken the ballot in yet.</summary>
    public async Task<LogProof?> FindAsync(int round, int shard, long sequence, CancellationToken cancellationToken)
    {
        if (await FindLatestAsync(round, shard, sequence, cancellationToken) is not var (number, latest))
        {
            return null;
        }

        var (before, head) = await FindHeadAsync(round, number, shard, sequence, cancellationToken);
        var index = head.PlaceOf(before, shard, sequence)!.Value;
        return new LogProof(index, latest.Size, await ProveAsync(round, index, latest.Size, cancellationToken));
    }

    /// <summary>The minute of the head that took the ballot in; null when none has yet.</summary>
    public async Task<DateTimeOffset?> FindTimeAsync(int round, int shard, long sequence, CancellationToken cancellationToken) =>
        await FindLatestAsync(round, shard, sequence, cancellationToken) is var (number, _)
            ? (await FindHeadAsync(round, number, shard, sequence, cancellationToken)).Head.Time
            : null;

    /// <summary>The latest head with its number, if it has the ballot.</summary>
    private async Task<(int Number, TreeHead Head)?> FindLatestAsync(int round, int shard, long sequence, CancellationToken cancellationToken)
    {
        if (await store.FindLastAsync(round, cancellationToken) is not { } last)
        {
            return null;
        }

        var latest = LogStore.ToHead(last).Head;
        return latest.Ends[shard] < sequence ? null : (last.Number, latest);
    }

    /// <summary>The head that took the ballot in, and the one before it: by halving, since the ends only grow.</summary>
    private async Task<(TreeHead? Before, TreeHead Head)> FindHeadAsync(
        int round, int last, int shard, long sequence, CancellationToken cancellationToken)
    {
        var (low, high) = (1, last);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = (await ReadAsync(round, middle, cancellationToken)).Ends[shard] >= sequence ? (low, middle) : (middle + 1, high);
        }

        return (low == 1 ? null : await ReadAsync(round, low - 1, cancellationToken), await ReadAsync(round, low, cancellationToken));
    }

    private async Task<TreeHead> ReadAsync(int round, int number, CancellationToken cancellationToken) =>
        LogStore.ToHead(await store.FindAsync(round, number, cancellationToken) ?? throw new InvalidDataException("A tree head is missing.")).Head;

    /// <summary>The proof is computed twice: first with empty tiles, to learn which ones it reads.</summary>
    private async Task<byte[]> ProveAsync(int round, long index, long size, CancellationToken cancellationToken)
    {
        var tiles = new Dictionary<(int Level, long Number), byte[]>();
        var empty = new byte[LogTiles.FullLength];
        LogTiles.InclusionProof(
            (level, number, _) =>
            {
                tiles[(level, number)] = empty;
                return empty;
            },
            index,
            size);
        foreach (var (level, number) in tiles.Keys.ToList())
        {
            tiles[(level, number)] = await store.FindTileAsync(round, level, number, cancellationToken)
                ?? throw new InvalidDataException("A tile of the log is missing.");
        }

        return LogTiles.InclusionProof((level, number, _) => tiles[(level, number)], index, size);
    }
}
