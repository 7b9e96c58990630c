using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Published;

/// <summary>A folder with the published files of one vote, under the names of docs/ballot-format.md.</summary>
internal sealed class PublishedFolder(string path)
{
    public const string Manifest = "manifest.json";
    public const string Heads = "heads.jsonl";
    public const string Closing = "closing.json";
    public const string CountedList = "counted-list.pb";
    public const string Result = "result.json";
    public const string Files = "files.json";

    /// <summary>Only where there is paper, or a ballot is annulled.</summary>
    public const string Channels = "channels.json";

    private const string SealedFolder = "sealed";

    /// <summary>The documents that files.json lists besides the sealed ballots.</summary>
    public static IReadOnlyList<string> Documents { get; } = [Manifest, Closing, CountedList, Result];

    public string Path => path;

    /// <summary>Whether the sealed ballots of auditors are here.</summary>
    public bool HasSealed => Directory.Exists(PathOf(SealedFolder));

    /// <summary>Every file of auditors that a vote may have; the last two go with <see cref="Channels"/>.</summary>
    public static IReadOnlyList<string> AllSealed { get; } = [.. Enumerable.Range(0, Slot.Shards).Select(Sealed), SealedPaper.CardsFile, SealedPaper.AnnulledFile];

    /// <summary>The name of a shard's sealed ballots.</summary>
    public static string Sealed(int shard) => FormattableString.Invariant($"{SealedFolder}/{shard}");

    public string PathOf(string name) => System.IO.Path.Combine(path, name.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public bool Has(string name) => File.Exists(PathOf(name));

    public long LengthOf(string name) => Has(name) ? new FileInfo(PathOf(name)).Length : 0;

    /// <summary>The whole of a file, or null when it is not there.</summary>
    public byte[]? Read(string name) => Has(name) ? File.ReadAllBytes(PathOf(name)) : null;

    /// <summary>The hashes of a tile as they are in its file; none when it is not there.</summary>
    public byte[] Read(Tile tile) => Read(tile.Name) ?? [];

    /// <summary>Opens a file to write it, anew or for the first time.</summary>
    public FileStream Create(string name)
    {
        var file = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return File.Create(file);
    }
}
