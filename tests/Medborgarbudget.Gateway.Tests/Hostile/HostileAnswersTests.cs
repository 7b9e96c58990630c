using System.Net;
using System.Text;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.Gateway.Tests.Hostile;

/// <summary>The judge itself: each kind of bad answer is caught.</summary>
public sealed class HostileAnswersTests
{
    private const string Problem = """{"code":"request.invalid","traceId":"1","status":400}""";

    private static readonly ApiOperation Secured = new("Op", "S", HttpMethod.Get, "/a", IsSecured: true, [], "see_own", TakesBallotToken: false, [], Body: null, Answer: null);
    private static readonly HostileCaller Stranger = new(IsStranger: true);

    [Theory]
    [InlineData(200, "{}", "application/json", "let in")]
    [InlineData(500, Problem, "application/problem+json", "failed")]
    [InlineData(503, Problem, "application/problem+json", "failed")]
    [InlineData(400, Problem, "application/json", "no problem document")]
    [InlineData(400, "", "text/plain", "no problem document")]
    [InlineData(400, "x", "application/problem+json", "cannot be read")]
    [InlineData(400, "{\"traceId\":\"1\"}", "application/problem+json", "cannot be read")]
    [InlineData(400, "{\"code\":\"NullReference!\",\"traceId\":\"1\"}", "application/problem+json", "no code")]
    [InlineData(400, "{\"code\":\"request.invalid\",\"traceId\":\"\"}", "application/problem+json", "no traceId")]
    [InlineData(400, "{\"code\":\"request.invalid\",\"traceId\":\"1\",\"title\":\"System.FormatException\"}", "application/problem+json", "inside")]
    public async Task Bad_answer_is_caught(int status, string body, string type, string fault) =>
        (await Judge(status, body, type, Stranger)).ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public async Task Problem_is_a_good_answer() => (await Judge(400, Problem, "application/problem+json", Stranger)).ShouldBeNull();

    [Fact]
    public async Task Success_is_a_good_answer_to_who_may() => (await Judge(200, "{}", "application/json", new HostileCaller(IsStranger: false))).ShouldBeNull();

    [Fact]
    public async Task Unavailable_is_a_good_answer_when_something_is_really_missing() =>
        (await Judge(503, Problem, "application/problem+json", Stranger with { UnavailableIsRight = true })).ShouldBeNull();

    private static async Task<string?> Judge(int status, string body, string type, HostileCaller caller)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        return await HostileAnswers.FaultOf(new HostileRequest(Secured, "test", "/a"), answer, caller, TestContext.Current.CancellationToken);
    }
}
