using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>When in doubt it is not ready, never empty but open (P10).</summary>
public sealed class ReadinessTests(EmbeddedVoting voting) : IClassFixture<EmbeddedVoting>
{
    [Fact]
    public async Task Without_its_store_an_instance_takes_no_ballot()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        await using var lonely = await voting.StartSecondAsync(With("Redis:ConnectionString", "127.0.0.1:1,connectTimeout=200"));
        var client = lonely.Client(round.TokenOf(VotingFixture.NewVoter()), "first-key");
        (await Code.OfAsync(async () => await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token))).ShouldBe("voting.not_ready");
        lonely.IsReady.ShouldBeFalse();
    }

    [Fact]
    public async Task A_level_that_the_store_does_not_stand_for_takes_no_ballot()
    {
        await using var weak = await voting.StartSecondAsync(With("Voting:AcknowledgementLevel", "ledger-replica"));
        await Task.Delay(500, Stop.Token);
        weak.IsReady.ShouldBeFalse();
    }

    [Fact]
    public async Task An_instance_that_promises_less_than_the_manifest_takes_no_ballot()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        await using var weak = await voting.StartSecondAsync(With("Voting:AcknowledgementLevel", "memory"));
        await Eventually.HoldsAsync(() => Task.FromResult(weak.IsReady));
        var client = weak.Client(round.TokenOf(VotingFixture.NewVoter()), "first-key");
        (await Code.OfAsync(async () => await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token))).ShouldBe("voting.not_ready");
    }

    [Fact]
    public async Task Memory_alone_is_refused_in_production() =>
        (await Should.ThrowAsync<OptionsValidationException>(async () => await voting.StartSecondAsync(
            With("Voting:AcknowledgementLevel", "memory"), "Production"))).Message.ShouldContain("refused in Production");

    [Fact]
    public async Task Before_the_keys_are_known_no_voter_is_told_that_the_token_does_not_hold()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        var none = Path.GetTempFileName();
        await File.WriteAllTextAsync(none, """{"keys":[]}""", Stop.Token);
        await using var early = await voting.StartSecondAsync(With("Voting:BallotKeysFile", none));
        var client = early.Client(round.TokenOf(VotingFixture.NewVoter()), "first-key");
        (await Code.OfAsync(async () => await client.CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token))).ShouldBe("voting.not_ready");
        (await Code.OfAsync(async () => await client.GetBallotStatusAsync(new() { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token))).ShouldBe("voting.not_ready");
        (await Code.OfAsync(async () => await client.ShowBallotAsync(new() { SubBudgetId = round.Id.ToString() }, cancellationToken: Stop.Token))).ShouldBe("voting.not_ready");
        File.Delete(none);
    }

    [Fact]
    public async Task The_keys_of_Identity_are_kept_for_when_Identity_is_down()
    {
        var round = await TestRound.OpenAsync(voting, rehearsal: true);
        await using (var first = await voting.StartSecondAsync(With("Voting:BallotKeysFile", "")))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(first.IsReady));
        }

        await using var later = await voting.StartSecondAsync(builder =>
        {
            With("Voting:BallotKeysFile", "")(builder);
            With("Services:Identity:Address", "unix:/nowhere")(builder);
        });
        await Eventually.HoldsAsync(() => Task.FromResult(later.IsReady));
        var receipt = await later.Client(round.TokenOf(VotingFixture.NewVoter()), "first-key").CastBallotAsync(round.Ballot(0), cancellationToken: Stop.Token);
        receipt.Version.ShouldBe(1);
    }

    private static Action<WebApplicationBuilder> With(string key, string value) =>
        builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value });
}
