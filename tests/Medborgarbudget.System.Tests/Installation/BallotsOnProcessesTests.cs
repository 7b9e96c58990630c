using Medborgarbudget.BallotLoad;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.Process;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>The same persons cast through both gateways into both Voting, on the system as in production.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class BallotsOnProcessesTests
{
    private const int Voters = 40;
    private const int Devices = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task P2_One_person_has_one_counted_ballot_whichever_gateways_and_Voting_take_it_at_once_and_are_killed()
    {
        await using var servers = await EmptyServers.CreateAsync(Cancel);
        await using var installation = await SeparateProcesses.StartAsync(
            servers.Backends, Cancel, new Dictionary<string, string?> { ["Voting:CastsPerMinute"] = "1000000" });
        using var api = new PublicApi(installation.Address, installation.Grpc, TimeProvider.System);
        var year = await ShortYear.OpenIntakeAsync(api, RehearsedVote.Rule, Cancel);
        var vote = await RehearsedVote.OpenAsync(api, year, Voters, installation.VotingStorage, () => installation.Intakes, Cancel);

        var ballots = new ManyBallots(vote.Voters, Devices, Cancel);
        foreach (var process in installation.Voting.Concat(installation.Gateways))
        {
            await ballots.GoOnAsync(more: Voters * Devices, Cancel);
            ballots.InFlight.ShouldBePositive();
            await process.RestartAsync();
        }

        await installation.ReadyAsync(Cancel);
        await ballots.GoOnAsync(more: Voters * Devices, Cancel);
        await ballots.EndAsync();
        await vote.Election.CountAsync(Cancel);

        await LedgerOf.ShouldHoldExactlyAsync(installation.VotingStorage, vote.Vote, ballots.Acknowledged, Cancel);
        var result = await vote.ResultAsync(Cancel);
        result.Ballots.ShouldBe(Voters);
        result.Items.Where(item => item.Votes > 0).ToDictionary(item => item.Item.ProposalId, item => (int)item.Votes)
            .ShouldBe(VotesOfTheLast(ballots.Acknowledged, vote.Vote), ignoreOrder: true);
        TestContext.Current.TestOutputHelper!.WriteLine($"{ballots.Acknowledged.Count} acknowledged");
    }

    /// <summary>What the last acknowledged ballot of each voter gives the proposals.</summary>
    private static Dictionary<string, int> VotesOfTheLast(IEnumerable<Acknowledgement> acknowledged, OpenVote vote) => acknowledged
        .GroupBy(one => Convert.ToHexString(one.Voter))
        .SelectMany(voter => voter.MaxBy(one => one.Version)!.Choices.Chunk(2))
        .CountBy(place => vote.Proposals[(place[0] << 8) | place[1]])
        .ToDictionary();
}
