using System.Text.Json;

namespace Medborgarbudget.System.Tests.Cli.Published;

/// <summary>A folder with the files of a vote, and what <c>mb verify</c> says of it. It is deleted with the object.</summary>
internal sealed class VoteFolder : IDisposable
{
    public VoteFolder(PublishedVote vote) => vote.WriteTo(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("mb-vote-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string PathOf(string name) => global::System.IO.Path.Combine(Path, name);

    /// <summary>Replaces a file.</summary>
    public void Put(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public void Change(string name, Func<byte[], byte[]> change) => Put(name, change(File.ReadAllBytes(PathOf(name))));

    /// <summary>Verifies, and gives the faults.</summary>
    public async Task<FoundFault[]> VerifyAsync(params string[] options)
    {
        var run = await CommandRun.OfAsync(["verify", Path, "--json", .. options]);
        run.Error.ShouldBeEmpty();
        using var report = JsonDocument.Parse(run.Output);
        FoundFault[] faults = [.. report.RootElement.GetProperty("faults").EnumerateArray().Select(FoundFault.Of)];
        run.ExitCode.ShouldBe(faults.Length == 0 ? 0 : 1);
        return faults;
    }
}

/// <summary>A fault as the report has it.</summary>
internal sealed record FoundFault(string File, string What, int? Line, long[]? Bytes, long[]? Leaves, int? Shard, long[]? Sequences)
{
    public static FoundFault Of(JsonElement json) => new(
        json.GetProperty("file").GetString()!,
        json.GetProperty("what").GetString()!,
        json.TryGetProperty("line", out var line) ? line.GetInt32() : null,
        Range(json, "bytes"),
        Range(json, "leaves"),
        json.TryGetProperty("shard", out var shard) ? shard.GetInt32() : null,
        Range(json, "sequences"));

    /// <summary>Whether it names that byte of that file.</summary>
    public bool Covers(string file, long at) => File == file && Bytes is [var first, var last] && first <= at && at <= last;

    private static long[]? Range(JsonElement json, string name) =>
        json.TryGetProperty(name, out var range) ? [.. range.EnumerateArray().Select(number => number.GetInt64())] : null;
}
