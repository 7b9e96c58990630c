using System.Net;
using System.Text.RegularExpressions;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Deployment.Tests.Images;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.Deployment.Tests.Observability;

public sealed partial class MonitoringTests
{
    private static readonly string Folder = RepositoryFolder.Path("deploy", "monitoring");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_that_rules_and_dashboard_ask_for_is_exported_by_a_running_service()
    {
        string[] texts = [await ReadAsync("rules.yaml"), await ReadAsync("voting-day.dashboard.json")];
        texts.ShouldAllBe(text => MetricName().Count(text) > 8);
        var asked = texts.SelectMany(text => MetricName().Matches(text)).Select(match => match.Value).ToHashSet();
        await using var database = await PostgresServer.CreateDatabaseAsync(Cancel);
        await using var store = await RedisServer.CreateDatabaseAsync(Cancel);
        await using var identity = await ExportingSystem.StartAsync(["identity"], Cancel);
        await using var cluster = await BallotCluster.StartAsync(
            new ClusterStorage("postgres", database.ConnectionString, store.Configuration), 1, Cancel, "ledger", identity.Sink.Settings);

        await CastAsync(cluster);
        await ReadAsync(cluster);
        (await ExportingSystem.AskAsync(identity.PortOf("identity"), isGateway: false, "/.well-known/ballot-jwks", Cancel)).ShouldBe(HttpStatusCode.OK);

        await identity.Sink.WaitUntilAsync(sink => asked.IsSubsetOf(Names(sink)), Cancel);
        asked.Except(Names(identity.Sink)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_alert_fires_on_its_fault_and_none_on_an_ordinary_voting_day()
    {
        var promtool = Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_PROMTOOL");
        Assert.SkipUnless(promtool is { Length: > 0 }, "promtool is not there: eval \"$(tests/setup/promtool.sh)\"");
        await CommandLine.RunAsync(promtool, Cancel, "check", "rules", Path.Combine(Folder, "rules.yaml"));
        await CommandLine.RunAsync(promtool, Cancel, "test", "rules", Path.Combine(Folder, "rules.test.yaml"));
    }

    private static IEnumerable<string> Names(TelemetrySink sink) => sink.Metrics.Select(metric => metric.Name);

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file), Cancel);

    private static async Task CastAsync(BallotCluster cluster)
    {
        using var connection = new HttpConnection(cluster.Addresses[0]);
        var answer = await connection.SendAsync(cluster.Requests.Cast(cluster.TokenOf(BallotRequests.NewVoter()), "watched-1", 0), Cancel);
        answer.Status.ShouldBe(200);
    }

    /// <summary>A public read, twice: the second is answered from what was kept.</summary>
    private static async Task ReadAsync(BallotCluster cluster)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{cluster.Addresses[0]}") };
        for (var i = 0; i < 2; i++)
        {
            using var answer = await http.GetAsync(new Uri($"/medborgarbudget/v1/sub-budgets/{cluster.Vote.Id}/voting-status", UriKind.Relative), Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [GeneratedRegex(@"\b(medborgarbudget|http_server)_[a-z_]+\b")]
    private static partial Regex MetricName();
}
