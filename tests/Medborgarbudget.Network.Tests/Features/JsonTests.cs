using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.Network.Tests.Features;

/// <summary>The same use case as JSON: what goes in, and how refusals look.</summary>
public abstract class JsonTests(NetworkFixture network)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Organisation_is_registered_and_a_taken_slug_is_a_problem_with_its_code()
    {
        var body = $$"""{"name":"Provby kommun","kind":"ORGANISATION_KIND_REGION","slug":"provby-{{Guid.NewGuid():N}}"}""";

        (await Post(body)).Status.ShouldBe(HttpStatusCode.OK);
        var (status, type, problem) = await Post(body);

        (status, type).ShouldBe((HttpStatusCode.Conflict, "application/problem+json"));
        problem.GetProperty("code").GetString().ShouldBe("network.slug_taken");
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"name":"\ud800 kommun","kind":"ORGANISATION_KIND_REGION","slug":"halv"}""")]
    [InlineData("""{"name":"Provby\u0000","kind":"ORGANISATION_KIND_REGION","slug":"noll"}""")]
    [InlineData("""{"name":"Provby","kind":99,"slug":"okand"}""")]
    [InlineData("""{"name":["Provby"]}""")]
    [InlineData("""{"name":""")]
    public async Task Hostile_body_is_the_callers_fault(string body)
    {
        var (status, type, problem) = await Post(body);

        (status, type).ShouldBe((HttpStatusCode.BadRequest, "application/problem+json"));
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
    }

    private async Task<(HttpStatusCode Status, string? Type, JsonElement Body)> Post(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/medborgarbudget/v1/organisations")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", network.Tokens.Holder(Role.NetworkLeader, default));
        using var answer = await network.Http.SendAsync(request, Token);
        var content = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, content.RootElement);
    }
}

public sealed class JsonSqliteTests(SqliteNetwork network) : JsonTests(network), IClassFixture<SqliteNetwork>;

public sealed class JsonPostgresTests(PostgresNetwork network) : JsonTests(network), IClassFixture<PostgresNetwork>;
