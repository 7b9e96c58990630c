using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>
/// Clients that put personal numbers where none belongs: addresses, headers, bodies, ballots, sign-in. Nothing is asked of the answers but
/// that none is a failure of ours.
/// </summary>
internal sealed class Misuse(Uri gateway, PublicApi api, string subBudget, string ballotToken, string proposal) : IDisposable
{
    private const string Api = "medborgarbudget/v1/";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = gateway };

    /// <summary>How many requests were answered.</summary>
    public int Answers { get; private set; }

    public void Dispose() => _http.Dispose();

    public async Task CommitAsync(string number, CancellationToken cancellationToken)
    {
        await InAddressesAsync(Uri.EscapeDataString(number), cancellationToken);
        await InHeadersAsync(number, cancellationToken);
        await InBodiesAsync(number, cancellationToken);
        await InSignInAsync(number, cancellationToken);
        await InGrpcAsync(number, cancellationToken);
        await OnTheWireAsync(number, cancellationToken);
    }

    private async Task InAddressesAsync(string number, CancellationToken cancellationToken)
    {
        string[] addresses =
        [
            $"{Api}sub-budgets/{number}", $"{Api}sub-budgets/{subBudget}?personnummer={number}", $"{Api}proposals/{number}/comments?pageToken={number}",
            $"{Api}receipts/{number}", $"{Api}{number}", $"?q={number}", number, $"delbudgetar/{number}", $"health?{number}", $"metrics?{number}",
            $"{Api}openapi.json?{number}", $"favicon.ico?{number}",
        ];
        foreach (var address in addresses)
        {
            await SendAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
        }
    }

    private async Task InHeadersAsync(string number, CancellationToken cancellationToken)
    {
        foreach (var header in new[] { "X-Personnummer", "User-Agent", "Accept-Language", "Accept", "Cookie", "Origin", "Referer", "Traceparent", "Idempotency-Key", "If-Match", "Authorization" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}sub-budgets/{subBudget}");
            request.Headers.TryAddWithoutValidation(header, number);
            await SendAsync(request, cancellationToken);
        }

        await SendAsync(Put(new { proposalIds = new[] { proposal } }.ToJson(), ballotToken, number), cancellationToken);
    }

    private async Task InBodiesAsync(string number, CancellationToken cancellationToken)
    {
        string[] codes = [new { code = number }.ToJson(), $"{{\"code\":\"{number}\"", $"{{\"{number}\":1}}", $"{{\"code\":{{\"{number}\":[]}}}}", number, $"{{\"code\":{number}}}"];
        foreach (var body in codes)
        {
            await SendAsync(Post($"{Api}sub-budgets/{subBudget}/voting-codes:redeem", body), cancellationToken);
        }

        string[] ballots =
        [
            new { proposalIds = new[] { number } }.ToJson(), $"{{\"proposalIds\":\"{number}\"}}", $"{{\"proposalIds\":[\"{number}\"", $"{{\"{number}\":[]}}",
            $"{{\"proposalIds\":[{{\"x\":\"{number}\"}}]}}", $"{{\"subBudgetId\":\"{number}\",\"proposalIds\":[]}}",
        ];
        foreach (var body in ballots)
        {
            await SendAsync(Put(body, ballotToken, Guid.NewGuid().ToString()), cancellationToken);
            await SendAsync(Put(body, number, Guid.NewGuid().ToString()), cancellationToken);
            await SendAsync(Put(body, ballotToken + number, Guid.NewGuid().ToString()), cancellationToken);
        }

        var person = await api.TokenAsync("nina", cancellationToken);
        await SendAsync(Post($"{Api}roll-imports/{Guid.NewGuid()}/parts/1", new { csv = $"key_type,key\npersonal_number,{number}\n" }.ToJson(), person, HttpMethod.Put), cancellationToken);
        await SendAsync(Post($"{Api}shifts/{Guid.NewGuid()}:mark", new { voter = new { personalNumber = number }, channel = number }.ToJson(), person), cancellationToken);
    }

    private async Task InSignInAsync(string number, CancellationToken cancellationToken)
    {
        var escaped = Uri.EscapeDataString(number);
        var authorize = $"connect/authorize?client_id=mb-cli&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=openid&code_challenge={new string('a', 43)}&code_challenge_method=S256&state={escaped}&login_hint={escaped}&nonce={escaped}";
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, authorize), cancellationToken);
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"connect/authorize?client_id={escaped}"), cancellationToken);
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"simulated-eid?returnUrl={Uri.EscapeDataString("/" + authorize)}"), cancellationToken);
        await SendAsync(Form("simulated-eid", new() { ["person"] = number, ["returnUrl"] = "/" + authorize }), cancellationToken);
        await SendAsync(Form("connect/token", new() { ["grant_type"] = "authorization_code", ["client_id"] = "mb-cli", ["code"] = number, ["code_verifier"] = number }), cancellationToken);
        await SendAsync(Form("connect/token", new() { ["grant_type"] = "client_credentials", ["client_id"] = number, ["client_secret"] = number }), cancellationToken);
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, "connect/userinfo") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", number.Replace('+', '-')) } }, cancellationToken);
    }

    private async Task InGrpcAsync(string number, CancellationToken cancellationToken)
    {
        var metadata = new Metadata { { "x-personnummer", number }, { "authorization", $"Bearer {number}" } };
        await CallAsync(() => new BudgetService.BudgetServiceClient(api.Visitor).GetSubBudgetAsync(new GetSubBudgetRequest { SubBudgetId = number }, metadata, cancellationToken: cancellationToken));
        await CallAsync(() => new RollService.RollServiceClient(api.Visitor).RedeemVotingCodeAsync(
            new RedeemVotingCodeRequest { SubBudgetId = subBudget, Code = number }, metadata, cancellationToken: cancellationToken));
        await CallAsync(() => new VotingService.VotingServiceClient(api.WithBearer(ballotToken, number)).CastBallotAsync(
            new CastBallotRequest { SubBudgetId = number, ProposalIds = { number } }, cancellationToken: cancellationToken));
        var person = await api.As("nina", cancellationToken);
        await CallAsync(() => new RollService.RollServiceClient(person).IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = number }, cancellationToken: cancellationToken));
    }

    /// <summary>What is no HTTP at all.</summary>
    private async Task OnTheWireAsync(string number, CancellationToken cancellationToken)
    {
        foreach (var text in new[] { $"GET /?{number} HTTP/9.9\r\n\r\n", $"{number} {number}\r\n\r\n", $"GET / HTTP/1.1\r\nHost: x\r\n{number}\r\n\r\n", $"GET /{number}\0 HTTP/1.1\r\nHost: x\r\n\r\n", $"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {number}\r\n\r\n" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(gateway.Host, gateway.Port, cancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, cancellationToken);
            Answers++;
        }
    }

    private static HttpRequestMessage Post(string address, string body, string? token = null, HttpMethod? method = null) => new(method ?? HttpMethod.Post, address)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
        Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    private HttpRequestMessage Put(string body, string token, string key)
    {
        var request = Post($"{Api}sub-budgets/{subBudget}/ballot", body, method: HttpMethod.Put);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    private static HttpRequestMessage Form(string address, Dictionary<string, string> fields) =>
        new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };

    private async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{request.Method} {request.RequestUri}");
            Answers++;
        }
    }

    private async Task CallAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            await call();
        }
        catch (RpcException refused)
        {
            refused.StatusCode.ShouldNotBeOneOf(StatusCode.Internal, StatusCode.Unknown);
        }

        Answers++;
    }
}

/// <summary>Bodies as clients write them.</summary>
internal static class Bodies
{
    public static string ToJson<T>(this T body) => global::System.Text.Json.JsonSerializer.Serialize(body);
}
