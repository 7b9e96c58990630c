using System.Net;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>Each image by itself, and all of them together.</summary>
[Collection(ImageCollection.Name)]
public sealed class ImageStartTests(RunningImages running, ITestOutputHelper output) : IClassFixture<RunningImages>
{
    private const long MostOwnBytes = 120 * 1024 * 1024;
    private const string NoCapability = "0000000000000000";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names => [.. BuiltImages.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_serves_without_root_or_capability_and_without_writing_to_itself(string name)
    {
        using var answer = await running.AskAsync(name, "/alive");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        var status = (await running.AboutAsync(name, "status")).Select(line => line.Split(['\t', ':'], StringSplitOptions.RemoveEmptyEntries)).ToDictionary(words => words[0], words => words[1..]);
        status["Uid"].ShouldAllBe(id => id == "10001");
        status["Gid"].ShouldAllBe(id => id == "10001");
        foreach (var set in new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" })
        {
            status[set].ShouldBe([NoCapability]);
        }

        status["NoNewPrivs"].ShouldBe(["1"]);
        (await running.AboutAsync(name, "mounts")).Single(line => line.Split(' ')[1] == "/").Split(' ')[3].ShouldStartWith("ro");
        (await running.LogAsync(name)).ShouldNotContain("Read-only file system");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_idle_image_holds_no_more_memory_of_its_own_than_its_limit(string name)
    {
        var figures = running.Figures[name];
        output.WriteLine($"{name,-10} ready after {figures.Elapsed.TotalSeconds:F2} s, {figures.Cpu.TotalSeconds:F2} s of it computing, {figures.ResidentBytes / 1048576.0:F0} MiB resident, {figures.OwnBytes / 1048576.0:F0} MiB its own");
        figures.OwnBytes.ShouldBeLessThan(MostOwnBytes);
    }

    [Fact]
    public async Task Voting_answers_gRPC_by_health_protocol()
    {
        using var channel = GrpcChannel.ForAddress(running.AddressOf("voting"));
        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancel);
        answer.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Theory]
    [InlineData("budget", "sub-budgets/{0}")]
    [InlineData("proposal", "proposals/{0}")]
    [InlineData("screening", "proposals/{0}/screening-outcome")]
    [InlineData("voting", "sub-budgets/{0}/voting-status")]
    [InlineData("decision", "sub-budgets/{0}/mandate")]
    [InlineData("followup", "measures/{0}")]
    [InlineData("network", "organisations/{0}")]
    public async Task The_gateway_passes_a_public_question_on_to_the_service_and_its_answer_back(string service, string question)
    {
        using var answer = await running.AskAsync("gateway", $"/medborgarbudget/v1/{question.Replace("{0}", $"{Guid.NewGuid()}", StringComparison.Ordinal)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain($"\"{service}.");
    }

    [Fact]
    public async Task The_web_shows_what_the_services_have_through_the_gateway()
    {
        using var answer = await running.AskAsync("gateway", "/");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await running.LogAsync("web"));
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("<html lang=\"sv\"");
    }

    [Fact]
    public async Task Whoever_signs_in_at_the_web_comes_to_the_page_of_Identity()
    {
        var path = "/logga-in";
        for (var step = 0; step < 3; step++)
        {
            using var sent = await running.AskAsync("gateway", path);
            sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, $"{path}: {await running.LogAsync("web")}");
            path = new Uri(new Uri("http://localhost:5080/"), sent.Headers.Location!).PathAndQuery;
            if (path.StartsWith("/simulated-eid", StringComparison.Ordinal))
            {
                break;
            }
        }

        using var page = await running.AskAsync("gateway", path);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("name=\"person\" value=\"alva\"");
    }

    [Fact]
    public async Task What_Network_is_told_Identity_hears_of_over_RabbitMQ()
    {
        using var leader = await NetworkLeader.SignInAsync(running.Client("gateway"), Cancel);

        var organisation = await leader.RegisterAsync("Avbildsta", Cancel);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (!await leader.CanInviteToAsync(organisation, Cancel))
        {
            limit.IsCancellationRequested.ShouldBeFalse($"Identity does not know the organisation: {await running.LogAsync("identity")}");
            await Task.Delay(100, Cancel);
        }
    }
}
