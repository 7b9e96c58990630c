using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Files among the tiles and the sealed ballots that no log of this size has.</summary>
internal sealed class StrayFiles(PublishedFolder folder, FaultList faults)
{
    public void Run(long size)
    {
        var expected = LogTiles.All(size).Select(tile => tile.Name)
            .Concat(PublishedFolder.AllSealed).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Found("tiles").Concat(Found("sealed")).Where(name => !expected.Contains(name)).Order(StringComparer.Ordinal))
        {
            faults.Add(new Fault(name, "the log has no such file"));
        }
    }

    private IEnumerable<string> Found(string part) => Directory.Exists(folder.PathOf(part))
        ? Directory.EnumerateFiles(folder.PathOf(part), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder.Path, file).Replace(Path.DirectorySeparatorChar, '/'))
        : [];
}
