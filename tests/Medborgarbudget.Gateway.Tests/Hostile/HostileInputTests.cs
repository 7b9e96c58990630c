using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.Gateway.Tests.Hostile;

/// <summary>Every attack on every operation of Network, through the gateway.</summary>
public sealed class HostileInputTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stranger_breaks_nothing_and_gets_in_nowhere() =>
        (await FaultsAsync(null, new HostileCaller(IsStranger: true))).ShouldBeEmpty();

    [Fact]
    public async Task Stranger_with_a_token_that_does_not_hold_gets_in_nowhere() =>
        (await FaultsAsync("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", new HostileCaller(IsStranger: true))).ShouldBeEmpty();

    [Fact]
    public async Task Network_leader_breaks_nothing() =>
        (await FaultsAsync(fixture.Tokens.Holder(Role.NetworkLeader, OrganisationId.From(Guid.NewGuid())), new HostileCaller(IsStranger: false))).ShouldBeEmpty();

    [Fact]
    public async Task Service_that_is_down_is_unavailable_whatever_is_sent()
    {
        var faults = await FaultsAsync(null, new HostileCaller(IsStranger: true, UnavailableIsRight: true), "FollowUpService");

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Service_of_the_gateway_itself_is_broken_by_nobody()
    {
        var leader = fixture.Tokens.Holder(Role.ProcessLeader, OrganisationId.From(Guid.NewGuid()));

        (await FaultsAsync(null, new HostileCaller(IsStranger: true), "WaitingRoomService", atLeast: 50)).ShouldBeEmpty();

        // Budget is down here, so nobody knows whose a sub-budget is.
        (await FaultsAsync(leader, new HostileCaller(IsStranger: false, UnavailableIsRight: true), "WaitingRoomService", atLeast: 50)).ShouldBeEmpty();
    }

    private async Task<List<string>> FaultsAsync(string? token, HostileCaller caller, string service = "NetworkService", int atLeast = 150)
    {
        var document = ApiDocument.Parse(await fixture.Http.GetStringAsync(new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), Cancel));
        var requests = HostileRequests.Against(document).Where(request => request.Operation.Tag == service).ToList();
        requests.Count.ShouldBeGreaterThan(atLeast);

        var faults = new List<string>();
        foreach (var request in requests)
        {
            using var message = request.ToMessage(fixture.Gateway.Address, token);
            using var answer = await fixture.Http.SendAsync(message, Cancel);
            if (await HostileAnswers.FaultOf(request, answer, caller, Cancel) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }
}
