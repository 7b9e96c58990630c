using System.Net;
using System.Text;
using Medborgarbudget.Gateway.Intake;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Intake;

[Collection(nameof(GatheredArrivals))]
public sealed class BallotIntakeTests(GatewayFixture fixture)
{
    private const string Ballot = "/medborgarbudget/v1/sub-budgets/s1/ballot";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> BrokenBodies =>
    [
        "", " ", "null", "[]", "\"x\"", "1", "{", "{}{}", "{} x", "\uFEFF{}x", "{\"proposalIds\":", "{\"proposalIds\":\"a\"}", "{\"proposalIds\":{}}",
        "{\"proposalIds\":[1]}", "{\"proposalIds\":[null]}", "{\"proposalIds\":[[\"a\"]]}", "{\"proposalIds\":[\"a\",]}", "{\"proposalIds\":[\"\\ud800\"]}",
        "{\"proposalIds\":[\"a\"],\"proposalIds\":[\"b\"]}", "{\"proposalIds\":[\"a\"],\"proposal_ids\":[\"b\"]}", "{'proposalIds':[]}", "{\"proposalIds\":NaN}",
        "{\"proposalIds\":[1e999999]}", "{\"x\":" + new string('[', 64) + new string(']', 64) + "}", "{\"x\":1e9999999,\"proposalIds\":[true]}", "{/**/}",
    ];

    [Fact]
    public async Task Ballot_is_handed_over_and_its_receipt_given_back()
    {
        using var answer = await CastAsync("t1", "{\"proposalIds\":[\"a\",\"b\"],\"later\":{\"member\":[1,2]}}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var receipt = await answer.JsonAsync();
        receipt.GetProperty("receiptCode").GetString().ShouldBe("t1");
        receipt.GetProperty("subBudgetId").GetString().ShouldBe("s1");
        receipt.GetProperty("version").GetInt32().ShouldBe(2);
        receipt.GetProperty("hour").GetString().ShouldBe("2027-01-15T08:00:00Z");
        receipt.GetProperty("acknowledgementLevel").GetString().ShouldBe("key-of-t1");
    }

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task B1_Body_that_cannot_be_read_without_a_doubt_is_refused(string body)
    {
        using var answer = await CastAsync("t1", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.ProblemCodeAsync()).ShouldBe("request.malformed");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task B1_Body_of_another_kind_is_refused(string type)
    {
        using var answer = await CastAsync("t1", "{}", type);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.ProblemCodeAsync()).ShouldBe("request.unsupported_media_type");
    }

    [Fact]
    public async Task B2_Body_larger_than_any_ballot_is_refused()
    {
        using var answer = await CastAsync("t1", $"{{\"proposalIds\":[\"{new string('a', 128 * 1024)}\"]}}");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.ProblemCodeAsync()).ShouldBe("request.too_large");
    }

    [Fact]
    public async Task B2_Lying_chunk_is_refused()
    {
        var request = $"PUT {Ballot} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n";

        (await RawConnection.StatusOfAsync(fixture.Gateway.Address, request, Cancel)).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Theory]
    [InlineData("sv", "Inte efter reglerna.")]
    [InlineData("en", "Not by the rule.")]
    public async Task Refusal_is_told_in_the_callers_language(string language, string title)
    {
        using var answer = await CastAsync("refuse", "{}", language: language);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        var problem = await answer.JsonAsync();
        problem.GetProperty("code").GetString().ShouldBe("voting.ballot_invalid");
        problem.GetProperty("title").GetString().ShouldBe(title);
        problem.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("proposalIds[0]");
    }

    [Fact]
    public async Task Broken_call_is_an_unknown_outcome()
    {
        using var answer = await CastAsync("lose", "{}");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.ProblemCodeAsync()).ShouldBe("voting.outcome_unknown");
    }

    [Fact]
    public async Task Without_voting_it_is_unavailable()
    {
        await using var gateway = await fixture.AnotherAsync(("Services:Voting:Address", ""));
        using var answer = await CastAsync("t1", "{}", gateway: gateway);

        (answer.StatusCode, await answer.ProblemCodeAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "request.unavailable"));
    }

    [Fact]
    public async Task What_waits_goes_together_and_each_gets_its_own_answer()
    {
        await using var gateway = await fixture.AnotherAsync(("Gateway:IntakeCalls", "1"), ("Gateway:TimeoutSeconds", "20"));
        var gate = new TaskCompletionSource();
        fixture.Gathered.Gate = gate.Task;
        fixture.Gathered.Batches.Clear();
        var casts = Enumerable.Range(0, 50).Select(i => CastAsync($"t{i}", "{}", gateway: gateway)).ToList();
        await fixture.Gathered.UntilAsync(arrived => !arrived.Batches.IsEmpty, Cancel);
        await Task.Delay(200, Cancel);
        gate.SetResult();
        fixture.Gathered.Gate = Task.CompletedTask;

        for (var i = 0; i < casts.Count; i++)
        {
            using var answer = await casts[i];
            (await answer.JsonAsync()).GetProperty("receiptCode").GetString().ShouldBe($"t{i}");
        }

        fixture.Gathered.Batches.Sum().ShouldBe(50);
        fixture.Gathered.Batches.Max().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task S7_Full_queue_answers_429_with_a_time_to_come_again()
    {
        await using var gateway = await fixture.AnotherAsync(
            ("Gateway:IntakeCalls", "1"), ("Gateway:IntakeBatch", "1"), ("Gateway:IntakeQueued", "1"), ("Gateway:TimeoutSeconds", "20"));
        var gate = new TaskCompletionSource();
        fixture.Gathered.Gate = gate.Task;
        var casts = Enumerable.Range(0, 5).Select(i => CastAsync($"t{i}", "{}", language: "sv", gateway: gateway)).ToList();
        using var refused = await await Task.WhenAny(casts);
        gate.SetResult();
        fixture.Gathered.Gate = Task.CompletedTask;

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.ProblemCodeAsync()).ShouldBe("voting.overloaded");
        (await refused.JsonAsync()).GetProperty("title").GetString()!.ShouldStartWith("Många röstar just nu.");
        var outcomes = await Task.WhenAll(casts);
        outcomes.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Who_is_told_to_come_again_waits_for_it_while_there_is_room()
    {
        var pause = new RefusalPause(new GatewayOptions { RefusalsHeld = 1 });
        using var caller = new CancellationTokenSource();
        var held = pause.WaitAsync(caller.Token);
        pause.WaitAsync(Cancel).IsCompletedSuccessfully.ShouldBeTrue();
        held.IsCompleted.ShouldBeFalse();
        await caller.CancelAsync();
        await held;
        pause.WaitAsync(Cancel).IsCompleted.ShouldBeFalse();
    }

    private async Task<HttpResponseMessage> CastAsync(
        string token, string body, string type = "application/json", string language = "en", GatewayHost? gateway = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Ballot) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", $"key-of-{token}");
        request.Headers.Add("Accept-Language", language);
        return await (gateway ?? fixture.Gateway).Http.SendAsync(request, Cancel);
    }
}
