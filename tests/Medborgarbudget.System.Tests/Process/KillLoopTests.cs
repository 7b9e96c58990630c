using System.Collections.Concurrent;
using System.Net;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>
/// The whole system in one process on SQLite and embedded Garnet, killed again and again while ballots are on their way. Short in the suite;
/// MEDBORGARBUDGET_KILL_SECONDS makes it as long as wanted, up to the half hour that ballot tokens live.
/// </summary>
[Collection(WholeSystemCollection.Name)]
public sealed class KillLoopTests : IDisposable
{
    private const int Voters = 24;
    private const int FewestKills = 3;

    /// <summary>Shorter than voters take to cast as often as they may in a minute: then they would wait, and nothing be on its way.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-kills-").FullName;
    private readonly ConcurrentBag<Acknowledgement> _acknowledged = [];
    private readonly InFlight _inFlight = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Of Voting in the data folder. No connection is kept, so that nobody holds the file when the program is killed.</summary>
    private Dictionary<string, string?> Settings => new()
    {
        ["Storage:Provider"] = "sqlite",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(_folder, "voting.db")};Pooling=False",
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task P1_F1_No_acknowledged_ballot_is_lost_when_the_program_on_embedded_parts_is_killed_again_and_again()
    {
        var running = await StandaloneProcess.RunAsync(_folder, Cancel);
        try
        {
            using var api = new PublicApi(running.Gateway, running.GatewayGrpc, TimeProvider.System);
            IReadOnlyList<IPEndPoint> gateways = [new(IPAddress.Loopback, running.Port)];
            var year = await ShortYear.OpenIntakeAsync(api, RehearsedVote.Rule, Cancel);
            var vote = await RehearsedVote.OpenAsync(api, year, Voters, Settings, () => gateways, Cancel);
            var voters = vote.Voters;

            using var enough = new CancellationTokenSource();
            var casting = voters.Select(voter => voter.CastUntilAsync(() => enough.IsCancellationRequested, _acknowledged, _inFlight, Cancel)).ToList();
            running = await KillAgainAndAgainAsync(running, casting);
            await enough.CancelAsync();
            await Task.WhenAll(casting);

            await vote.Election.CountAsync(Cancel);
            await LedgerOf.ShouldHoldExactlyAsync(Settings, vote.Vote, _acknowledged, Cancel);
            (await vote.ResultAsync(Cancel)).Ballots.ShouldBe(Voters);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{_acknowledged.Count} acknowledged, {voters.Sum(voter => voter.Unknown)} answers unknown at first, {voters.Sum(voter => voter.Refused)} refusals");
        }
        finally
        {
            running.Dispose();
        }
    }

    private async Task<StandaloneProcess> KillAgainAndAgainAsync(StandaloneProcess running, List<Task> casting)
    {
        var (kills, midWrite) = (0, 0);
        var begun = TimeProvider.System.GetTimestamp();
        while (kills < FewestKills || TimeProvider.System.GetElapsedTime(begun) < FaultLength.AtLeast(15))
        {
            await BallotsAreTakenAsync(running, casting);
            await Task.Delay(Between, Cancel);
            midWrite += _inFlight.Count > 0 ? 1 : 0;
            await running.KillAsync();
            kills++;
            running.Dispose();
            running = await StandaloneProcess.RunAsync(_folder, Cancel, running.Port, running.GrpcPort);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills, {midWrite} with requests in flight");
        midWrite.ShouldBeGreaterThanOrEqualTo(kills * 9 / 10);
        return running;
    }

    /// <summary>Each life acknowledges ballots before it ends.</summary>
    private async Task BallotsAreTakenAsync(StandaloneProcess running, List<Task> casting)
    {
        var (begun, before) = (TimeProvider.System.GetTimestamp(), _acknowledged.Count);
        while (_acknowledged.Count == before)
        {
            await Task.WhenAll(casting.Where(voter => voter.IsFaulted));
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, $"No ballot was taken: {string.Join('\n', running.Lines)}");
            await Task.Delay(20, Cancel);
        }
    }
}
