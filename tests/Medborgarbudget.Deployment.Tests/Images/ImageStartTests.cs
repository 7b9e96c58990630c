using System.Net;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Medborgarbudget.Deployment.Tests.Images;

[Collection(ImageCollection.Name)]
public sealed class ImageStartTests(RunningImages running, ITestOutputHelper output) : IClassFixture<RunningImages>
{
    private const long MostOwnBytes = 120 * 1024 * 1024;

    public static TheoryData<string> Names => [.. BuiltImages.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_serves_without_root_and_without_writing_to_itself(string name)
    {
        var (status, _) = await running.AskAsync(name, "/alive");
        status.ShouldBe(HttpStatusCode.OK);
        (await running.LogAsync(name)).ShouldNotContain("Read-only file system");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_idle_image_holds_no_more_memory_of_its_own_than_its_limit(string name)
    {
        var figures = running.Figures[name];
        output.WriteLine($"{name}: ready after {figures.Elapsed.TotalSeconds:F2} s, {figures.Cpu.TotalSeconds:F2} s of it computing, {figures.ResidentBytes / 1048576.0:F0} MiB resident, {figures.OwnBytes / 1048576.0:F0} MiB its own");
        figures.OwnBytes.ShouldBeLessThan(MostOwnBytes);
    }

    [Fact]
    public async Task Voting_answers_gRPC_by_health_protocol()
    {
        using var channel = GrpcChannel.ForAddress(running.AddressOf("voting"));
        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancel);
        answer.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task The_gateway_passes_a_question_on_to_voting_and_its_answer_back()
    {
        var (status, body) = await running.AskAsync("gateway", $"/medborgarbudget/v1/sub-budgets/{Guid.NewGuid()}/voting-status");
        status.ShouldBe(HttpStatusCode.NotFound);
        body.ShouldContain("\"voting.");
    }
}
