using Medborgarbudget.BallotLoad;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Cli;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.Process;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>All servers of the system as in production are lost, and what the runbook has kept of them is brought back on empty ones.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class RestoreOnProcessesTests : IDisposable
{
    private const int Voters = 16;
    private const int Several = 4 * Voters;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Final = ["heads.jsonl", "closing.json", "counted-list.pb", "result.json"];
    private static readonly Dictionary<string, string?> Settings = new() { ["Voting:LogIntervalSeconds"] = "1", ["Voting:CastsPerMinute"] = "1000000" };

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-restore-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task F12_P9_Dumps_of_different_moments_while_votes_come_in_give_the_same_log_and_result_and_everything_goes_on()
    {
        await using var lost = await OwnServers.StartAsync(Cancel);
        await using var empty = await OwnServers.StartAsync(Cancel);
        await using var installation = await SeparateProcesses.StartAsync(lost.Backends, Cancel, Settings);
        using var api = new PublicApi(installation.Address, installation.Grpc, TimeProvider.System);
        var edition = await ShortYear.OpenEditionAsync(api, Cancel);
        var closed = await OpenAsync("Stängd");
        await CastSeveralAsync(closed);
        await closed.Election.CountAsync(Cancel);
        var final = await ReadAsync(closed, Final);
        var open = await OpenAsync("Öppen");
        var intake = await IntakeAsync("Senare");

        var ballots = new ManyBallots(open.Voters, devices: 1, Cancel);
        await ballots.GoOnAsync(Several, Cancel);
        var (promised, heads) = (ballots.Acknowledged, await ReadAsync(open, "heads.jsonl"));
        var (dumps, proposal) = await BackUpAsync(lost, intake);
        await ballots.GoOnAsync(Several, Cancel);
        await ballots.EndAsync();
        await lost.Postgres.StopAsync(Cancel);
        await BringBackAsync(empty, dumps);
        await installation.MoveAsync(empty.Backends, Cancel);

        (await ReadAsync(closed, Final)).ShouldBe(final);
        (await ReadAsync(open, "heads.jsonl")).ShouldHaveSingleItem().ShouldStartWith(heads[0]);
        await intake.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Cancel);
        await intake.ScreenAsync(proposal, ShortYear.Idea(1), Cancel);
        var later = await CastSeveralAsync(open);
        await open.Election.CountAsync(Cancel);
        (await open.ResultAsync(Cancel)).Ballots.ShouldBe(Voters);
        await LedgerOf.ShouldHoldExactlyAsync(installation.VotingStorage, open.Vote, [.. promised, .. later], Cancel, doubtful: [.. ballots.Acknowledged.Except(promised)]);

        Task<SubBudgetYear> IntakeAsync(string name) => ShortYear.OpenIntakeAsync(api, edition, name, RehearsedVote.Rule, Cancel);

        async Task<RehearsedVote> OpenAsync(string name) =>
            await RehearsedVote.OpenAsync(api, await IntakeAsync(name), Voters, installation.VotingStorage, () => installation.Intakes, Cancel);

        Task<string[]> ReadAsync(RehearsedVote vote, params string[] files) => DownloadAsync(installation.Address, vote, files);
    }

    private static async Task<IReadOnlyList<Acknowledgement>> CastSeveralAsync(RehearsedVote vote)
    {
        var ballots = new ManyBallots(vote.Voters, devices: 1, Cancel);
        await ballots.GoOnAsync(Several, Cancel);
        await ballots.EndAsync();
        return ballots.Acknowledged;
    }

    /// <summary>By database. Screening's is dumped before it can know of a proposal, and Proposal's when it has told of it.</summary>
    private static async Task<(Dictionary<string, byte[]> Dumps, string Proposal)> BackUpAsync(OwnServers servers, SubBudgetYear intake)
    {
        var (dumps, proposal) = (new Dictionary<string, byte[]>(), "");
        foreach (var database in RestoreRunbook.Databases)
        {
            if (database == "proposal")
            {
                dumps.ShouldContainKey("screening", "who hears of something is dumped before who tells of it");
                proposal = await intake.ProposeAsync(ShortYear.Idea(1), Cancel);
                await servers.SentAsync("Proposal", Cancel);
            }

            dumps.Add(database, await RestoreRunbook.BackUpAsync(servers.Postgres, database, Cancel));
        }

        return (dumps, proposal);
    }

    private static async Task BringBackAsync(OwnServers servers, Dictionary<string, byte[]> dumps)
    {
        foreach (var (database, dump) in dumps)
        {
            await RestoreRunbook.BringBackAsync(servers.Postgres, database, dump, Cancel);
        }
    }

    /// <summary>What is published of the vote verifies; the content of some of its files. The log of an open vote may have no head yet.</summary>
    private async Task<string[]> DownloadAsync(Uri gateway, RehearsedVote vote, string[] files)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        var begun = TimeProvider.System.GetTimestamp();
        while (await CommandRun.OfAsync("download", gateway.ToString(), "--sub-budget", vote.SubBudget, "--to", folder) is { ExitCode: not 0 } refused)
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, refused.Error);
            await Task.Delay(200, Cancel);
        }

        var verified = await CommandRun.OfAsync("verify", folder);
        verified.ExitCode.ShouldBe(0, verified.Error + verified.Output);
        return await Task.WhenAll(files.Select(file => File.ReadAllTextAsync(Path.Combine(folder, file), Cancel)));
    }
}
