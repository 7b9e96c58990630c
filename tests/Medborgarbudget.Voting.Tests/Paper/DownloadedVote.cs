using System.Text;
using System.Text.Json;
using Google.Api;
using Grpc.Core;
using Medborgarbudget.Cli;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Paper;

/// <summary>Everything that is published of a counted round, and what auditors get of it, in a folder that goes with the object.</summary>
public sealed class DownloadedVote : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-paper-").FullName;

    public static async Task<DownloadedVote> OfAsync(VotingFixture voting, TestRound round)
    {
        var vote = new DownloadedVote();
        var (id, anybody, auditor) = (round.Id.ToString(), voting.Client(), voting.Client(round.Holder(Role.Auditor)));
        await vote.PutAsync("manifest.json", anybody.GetManifestDocumentAsync(new GetManifestDocumentRequest { SubBudgetId = id }));
        await vote.PutAsync("heads.jsonl", anybody.GetLogHeadsAsync(new GetLogHeadsRequest { SubBudgetId = id }));
        await vote.PutAsync("closing.json", anybody.GetClosingAsync(new GetClosingRequest { SubBudgetId = id }));
        await vote.PutAsync("counted-list.pb", anybody.GetCountedListAsync(new GetCountedListRequest { SubBudgetId = id }));
        await vote.PutAsync("result.json", anybody.GetResultDocumentAsync(new GetResultDocumentRequest { SubBudgetId = id }));
        await vote.PutAsync("files.json", anybody.GetPublishedFilesAsync(new GetPublishedFilesRequest { SubBudgetId = id }));
        var last = File.ReadAllLines(vote.PathOf("heads.jsonl"))[^1];
        SignedHead.ReadLine(Encoding.UTF8.GetBytes(last), out var head).ShouldBeNull();
        foreach (var tile in LogTiles.All(head.Head.Size))
        {
            await vote.PutAsync(tile.Name, anybody.GetLogTileAsync(new GetLogTileRequest { SubBudgetId = id, Level = tile.Level, Index = tile.Index }));
        }

        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            await vote.PutAsync($"sealed/{shard}", auditor.GetSealedBallotsAsync(new GetSealedBallotsRequest { SubBudgetId = id, Shard = shard }));
        }

        return vote;
    }

    /// <summary>The files that only a vote with paper has.</summary>
    public async Task AddPaperAsync(PaperDesk desk, TestRound round)
    {
        var id = round.Id.ToString();
        await PutAsync("channels.json", desk.Anybody.GetChannelsAsync(new GetChannelsRequest { SubBudgetId = id }));
        await PutAsync("sealed/paper", desk.Auditor.GetSealedCardsAsync(new GetSealedCardsRequest { SubBudgetId = id }));
        await PutAsync("sealed/annulled", desk.Auditor.GetAnnulledVotersAsync(new GetAnnulledVotersRequest { SubBudgetId = id }));
    }

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public void Change(string name, string from, string to)
    {
        var text = File.ReadAllText(PathOf(name));
        text.ShouldContain(from);
        File.WriteAllText(PathOf(name), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>What <c>mb verify</c> finds, as "file: what".</summary>
    public async Task<string[]> VerifyAsync()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        await Mb.RunAsync(["verify", _folder, "--json"], output, error, Stop.Token);
        error.ToString().ShouldBeEmpty();
        using var report = JsonDocument.Parse(output.ToString());
        return [.. report.RootElement.GetProperty("faults").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("file").GetString()}: {fault.GetProperty("what").GetString()}")];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task PutAsync(string name, AsyncUnaryCall<HttpBody> call)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        await File.WriteAllBytesAsync(PathOf(name), (await call).Data.ToByteArray(), Stop.Token);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
