using System.Net;
using System.Text;
using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Clients;

/// <summary>S6 and S7: what one client may ask, and that it may nothing once it is stopped.</summary>
public sealed class ClientLimitTests
{
    private const string Organisation = "/medborgarbudget/v1/organisations/o1";
    private const string Ballot = "/medborgarbudget/v1/sub-budgets/s1/ballot";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S6_stopped_client_is_refused_what_it_still_holds_tokens_for()
    {
        await using var stage = await ClientStage.StartAsync();
        var (access, ballot) = (stage.TokenOf(ClientStage.Square), BallotTokenOf(ClientStage.Square));
        (await stage.SendAsync(HttpMethod.Get, Organisation, access)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stage.SendAsync(HttpMethod.Put, Ballot, ballot)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await stage.ChangeAsync(ClientStage.Stopped(ClientStage.Square, ClientStage.SquareOrigin), ClientStage.Active(ClientStage.Library, "https://biblioteket.test"));

        await IsStoppedAsync(await stage.SendAsync(HttpMethod.Get, Organisation, access));
        await IsStoppedAsync(await stage.SendAsync(HttpMethod.Put, Ballot, ballot));
        await IsStoppedAsync(await stage.SendAsync(HttpMethod.Get, Ballot, ballot));
        var listed = new NetworkService.NetworkServiceClient(stage.Gateway.Grpc).ListOrganisationsAsync(new ListOrganisationsRequest(), Bearer(access), cancellationToken: Cancel);
        (await listed.RpcFailureAsync()).ShouldBe((StatusCode.PermissionDenied, "gateway.client_stopped"));
        var cast = new VotingService.VotingServiceClient(stage.Gateway.Grpc).CastBallotAsync(new CastBallotRequest { SubBudgetId = "s1" }, Bearer(ballot), cancellationToken: Cancel);
        (await cast.RpcFailureAsync()).ShouldBe((StatusCode.PermissionDenied, "gateway.client_stopped"));

        foreach (var other in new[] { ClientStage.Library, "mb-web", "voting-code" })
        {
            (await stage.SendAsync(HttpMethod.Put, Ballot, BallotTokenOf(other))).StatusCode.ShouldBe(HttpStatusCode.OK, other);
        }

        (await stage.SendAsync(HttpMethod.Get, Organisation, stage.TokenOf(ClientStage.Library))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stage.SendAsync(HttpMethod.Get, Organisation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task S6_stopped_client_stays_stopped_while_Identity_is_down_and_goes_on_when_resumed()
    {
        await using var stage = await ClientStage.StartAsync();
        await stage.ChangeAsync(ClientStage.Stopped(ClientStage.Square, ClientStage.SquareOrigin));
        await stage.FallSilentAsync();
        await IsStoppedAsync(await stage.SendAsync(HttpMethod.Get, Organisation, stage.TokenOf(ClientStage.Square)));
        await stage.ChangeAsync(ClientStage.Active(ClientStage.Square, ClientStage.SquareOrigin));
        (await stage.SendAsync(HttpMethod.Get, Organisation, stage.TokenOf(ClientStage.Square))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task S7_client_over_its_quota_is_told_when_to_come_again_and_no_other_is()
    {
        await using var stage = await ClientStage.StartAsync(("Gateway:ClientPerSecond", "1"), ("Gateway:ClientBurst", "3"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stage.SendAsync(HttpMethod.Get, Organisation, stage.TokenOf(ClientStage.Square))));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.Count.ShouldBeGreaterThan(0);
        answers.Length.ShouldBe(refused.Count + answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        (await refused[0].ProblemCodeAsync()).ShouldBe("gateway.client_quota");
        refused[0].Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);

        foreach (var other in new[] { ClientStage.Library, "mb-web" })
        {
            (await stage.SendAsync(HttpMethod.Get, Organisation, stage.TokenOf(other))).StatusCode.ShouldBe(HttpStatusCode.OK, other);
        }

        (await stage.SendAsync(HttpMethod.Get, Organisation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var cast = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stage.SendAsync(HttpMethod.Put, Ballot, BallotTokenOf(ClientStage.Square))));
        cast.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK, "a vote does not hang on a quota");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.!!.c")]
    [InlineData("a.e30.c")]
    [InlineData("a.W10.c")]
    [InlineData("a.eyJjbGllbnQiOjF9.c")]
    [InlineData("a.eyJjbGllbnQiOiJcdWQ4MDAifQ.c")]
    [InlineData("a.eyJjbGllbnQ.c")]
    public void What_is_no_token_of_a_client_names_none(string token) => BallotTokenClient.Read(Encoding.ASCII.GetBytes(token)).ShouldBeNull();

    private static async Task IsStoppedAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.ProblemCodeAsync()).ShouldBe("gateway.client_stopped");
    }

    private static Metadata Bearer(string token) => new() { { "Authorization", $"Bearer {token}" } };

    /// <summary>As much of one as the gateway reads.</summary>
    private static string BallotTokenOf(string client) =>
        $"e30.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"sb\":\"s1\",\"client\":\"{client}\"}}"))}.c2ln";
}
