using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>The shards of a round lie on several masters.</summary>
public sealed class ManyMastersTests(ClusteredVoting voting) : IClassFixture<ClusteredVoting>
{
    [Fact]
    public async Task Ballots_that_come_together_are_decided_by_the_masters_of_their_shards()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var voters = Enumerable.Range(0, 60).Select(_ => VotingFixture.NewVoter()).ToArray();
        var receipts = await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "first-key", 0)));
        var redis = voting.Services.GetRequiredService<IConnectionMultiplexer>();
        var states = voters.Select(voter => new RedisKeys(round.Id, Slot.Of(Pseudonym.Read(voter)).Shard).State);
        (await Task.WhenAll(states.Select(state => redis.GetDatabase().IdentifyEndpointAsync(state)))).Distinct().Count().ShouldBe(3);
        var again = await Task.WhenAll(voters.Select(voter => round.CastAsync(voter, "first-key", 0)));
        again.Zip(receipts).ToList().ForEach(pair => pair.First.ShouldSayTheSameAs(pair.Second));
        (await round.CloseAsync()).Ballots.ShouldBe(60);
    }
}
