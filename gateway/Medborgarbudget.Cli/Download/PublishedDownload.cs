using System.Globalization;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Download;

/// <summary>Fetches what is published of a vote. The heads say how long the log is; it may grow on meanwhile.</summary>
internal sealed class PublishedDownload(PublishedSource source, PublishedFolder folder, Display display)
{
    private const int AtATime = 8;

    private static readonly string[] Later =
        [PublishedFolder.Closing, PublishedFolder.CountedList, PublishedFolder.Result, PublishedFolder.Files];

    private long done;

    /// <summary>Gives a line about what there is.</summary>
    public async Task<string> RunAsync(bool wantsSealed, CancellationToken cancellationToken)
    {
        await WriteAsync(PublishedFolder.Manifest, await source.ReadAsync(PublishedFolder.Manifest, cancellationToken), cancellationToken);
        var heads = await source.ReadAsync(PublishedFolder.Heads, cancellationToken);
        await WriteAsync(PublishedFolder.Heads, heads, cancellationToken);

        // After the heads: what ends a log is published before the documents that follow from it.
        var missing = new List<string>();
        foreach (var name in Later)
        {
            if (!await TryWriteAsync(name, cancellationToken))
            {
                missing.Add(name);
            }
        }

        if (missing.Count < Later.Length)
        {
            heads = await source.ReadAsync(PublishedFolder.Heads, cancellationToken);
            await WriteAsync(PublishedFolder.Heads, heads, cancellationToken);
        }

        var size = SizeOf(heads);
        Tile[] tiles = [.. LogTiles.All(size).Where(tile => folder.LengthOf(tile.Name) != tile.Length || tile.Width < LogTiles.Width)];
        var hasChannels = await TryWriteAsync(PublishedFolder.Channels, cancellationToken);
        string[] shards = wantsSealed ? [.. PublishedFolder.AllSealed.Take(hasChannels ? PublishedFolder.AllSealed.Count : Slot.Shards)] : [];
        await FetchAsync(tiles, shards, cancellationToken);
        var open = missing.Count > 0 ? $"; not published yet: {string.Join(", ", missing)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{folder.Path}: {size} leaves{open}");
    }

    private static long SizeOf(byte[] heads)
    {
        var end = heads.AsSpan().TrimEnd((byte)'\n').Length;
        var start = heads.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return SignedHead.ReadLine(heads.AsMemory(start, end - start), out var last) is { } fault
            ? throw CommandException.BadInput($"The last head of the log is none: {fault}.")
            : last.Head.Size;
    }

    private Task FetchAsync(Tile[] tiles, string[] shards, CancellationToken cancellationToken) => display.IsTerminal
        ? display.WatchAsync("Fetching", tiles.Length + shards.Length, () => Interlocked.Read(ref done), () => FetchAllAsync(tiles, shards, cancellationToken))
        : FetchAllAsync(tiles, shards, cancellationToken);

    private async Task FetchAllAsync(Tile[] tiles, string[] shards, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(tiles, options, async (tile, token) =>
        {
            await WriteAsync(tile.Name, await source.ReadAsync(tile, token), token);
            Interlocked.Increment(ref done);
        });
        await Parallel.ForEachAsync(shards, options, async (name, token) =>
        {
            var content = await source.FindAsync(name, token)
                ?? throw CommandException.BadInput($"{name} is not there: sealed ballots are given out after the close.");
            await WriteAsync(name, content, token);
            Interlocked.Increment(ref done);
        });
    }

    /// <summary>False when there is none.</summary>
    private async Task<bool> TryWriteAsync(string name, CancellationToken cancellationToken)
    {
        if (await source.FindAsync(name, cancellationToken) is not { } content)
        {
            return false;
        }

        await WriteAsync(name, content, cancellationToken);
        return true;
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var file = folder.Create(name);
        await file.WriteAsync(content, cancellationToken);
    }
}
