using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
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
    private const int Proposals = 6;
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
            var (year, election) = await OpenVotingAsync(api);
            var vote = await OpenVote.FindAsync(Settings, SubBudgetIdOf(year), Cancel);
            var voters = await VotersAsync(api, election, vote, new IPEndPoint(IPAddress.Loopback, running.Port));

            using var enough = new CancellationTokenSource();
            var casting = voters.Select(voter => voter.CastUntilAsync(() => enough.IsCancellationRequested, _acknowledged, _inFlight, Cancel)).ToList();
            running = await KillAgainAndAgainAsync(running, casting);
            await enough.CancelAsync();
            await Task.WhenAll(casting);

            await election.CountAsync(Cancel);
            await LedgerOf.ShouldHoldExactlyAsync(Settings, vote, _acknowledged, Cancel);
            var result = await new VotingService.VotingServiceClient(api.Visitor)
                .GetResultAsync(new GetResultRequest { SubBudgetId = year.Id }, cancellationToken: Cancel);
            result.Ballots.ShouldBe(Voters);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{_acknowledged.Count} acknowledged, {voters.Sum(voter => voter.Unknown)} answers unknown at first, {voters.Sum(voter => voter.Refused)} refusals");
        }
        finally
        {
            running.Dispose();
        }
    }

    private static async Task<(SubBudgetYear Year, Election Election)> OpenVotingAsync(PublicApi api)
    {
        var rule = new VotingRule { VoteType = VoteType.Approval, CountRule = CountRule.Greedy, MaxChoices = 2 };
        var year = await ShortYear.OpenIntakeAsync(api, rule, Cancel);
        var proposals = new List<string>();
        for (var number = 1; number <= Proposals; number++)
        {
            proposals.Add(await year.ProposeAsync(ShortYear.Idea(number), Cancel));
        }

        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Cancel);
        foreach (var proposal in proposals)
        {
            await year.ScreenAsync(proposal, ShortYear.Idea(0), Cancel);
        }

        return (year, await ShortYear.OpenVotingAsync(api, year, Voters, Cancel));
    }

    /// <summary>Residents who have redeemed their codes, each for a ballot token of Identity's.</summary>
    private static async Task<List<Voter>> VotersAsync(PublicApi api, Election election, OpenVote vote, IPEndPoint gateway)
    {
        IReadOnlyList<IPEndPoint> gateways = [gateway];
        var voters = new List<Voter>();
        foreach (var code in election.Codes.Values)
        {
            var redeem = new RedeemVotingCodeRequest { SubBudgetId = vote.Id.ToString(), Code = code };
            var token = (await PublicApi.Eventually(
                async () => await new RollService.RollServiceClient(api.Visitor).RedeemVotingCodeAsync(redeem, cancellationToken: Cancel), Cancel)).Token;
            voters.Add(new Voter(vote, PseudonymIn(token), token, () => gateways));
        }

        return voters;
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

    private static SubBudgetId SubBudgetIdOf(SubBudgetYear year) => SubBudgetId.From(Guid.Parse(year.Id));

    /// <summary>Who Identity says that the holder is to Voting.</summary>
    private static byte[] PseudonymIn(string token)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return Base64Url.DecodeFromChars(claims.RootElement.GetProperty("pid").GetString());
    }
}
