using System.Net;
using Medborgarbudget.Deployment.Tests.Manifests.Code;
using Medborgarbudget.Deployment.Tests.Manifests.Processes;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>What the manifests tell the programs is what they need: they start with it, become ready, find each other and end as said.</summary>
public sealed class LocalSystemTests(LocalSystem system) : IClassFixture<LocalSystem>
{
    public static TheoryData<string> Programs => [.. Solution.Current.Programs.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_becomes_ready_with_what_the_manifests_tell_it_and_its_health_port_serves_nothing_else(string program)
    {
        await system.BecomesAsync(program, HttpStatusCode.OK);

        using var alive = await system.AskAsync(program, "health", "/alive");
        using var other = await system.AskAsync(program, "health", "/.well-known/openid-configuration");
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_is_sent_to_sign_in_at_the_public_address_though_nobody_in_the_cluster_can_reach_it()
    {
        await AllAreReadyAsync();

        using var answer = await system.AskAsync("gateway", "http", "/logga-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, system.The("web").Log);
        answer.Headers.Location!.ToString().ShouldStartWith("http://localhost:5080/connect/authorize?client_id=mb-web");
    }

    [Fact]
    public async Task Whoever_ends_says_so_and_serves_on_first()
    {
        await AllAreReadyAsync();
        var ending = system.The("web").StopAsync(TestContext.Current.CancellationToken);

        await system.BecomesAsync("web", HttpStatusCode.ServiceUnavailable);
        using var served = await system.AskAsync("gateway", "http", "/tillganglighet");

        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        ending.IsCompleted.ShouldBeFalse();
        await ending;
        system.The("web").Start();
    }

    private async Task AllAreReadyAsync()
    {
        foreach (var program in Solution.Current.Programs)
        {
            await system.BecomesAsync(program.Name, HttpStatusCode.OK);
        }
    }
}
