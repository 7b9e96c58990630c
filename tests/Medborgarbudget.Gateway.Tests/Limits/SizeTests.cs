using System.Net;
using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Limits;

public sealed class SizeTests(GatewayFixture fixture)
{
    private const int ThreeMegabytes = 3 * 1024 * 1024;

    /// <summary>Well-formed, so that the service reads on until it is cut off.</summary>
    private static readonly string Json = $"{{\"name\":\"{new string('a', ThreeMegabytes)}\"}}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_of_three_megabytes_is_too_large(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/medborgarbudget/v1/organisations") { Content = new StringContent(Json) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = isChunked ? true : null;

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.ProblemCodeAsync()).ShouldBe("request.too_large");
    }

    [Fact]
    public async Task Grpc_message_of_three_megabytes_is_too_large()
    {
        var request = new GetOrganisationRequest { OrganisationId = new string('a', ThreeMegabytes) };
        var call = new NetworkService.NetworkServiceClient(fixture.Gateway.Grpc).GetOrganisationAsync(request, cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.ResourceExhausted, "request.too_large"));
    }

    [Theory]
    [InlineData(1, 40_000, "431")]
    [InlineData(200, 10, "431")]
    public async Task Header_bomb_is_refused(int headers, int length, string status)
    {
        var value = new string('a', length);
        var bomb = string.Concat(Enumerable.Range(0, headers).Select(number => $"X-{number}: {value}\r\n"));

        (await SendRaw($"GET /medborgarbudget/v1/organisations HTTP/1.1\r\nHost: x\r\n{bomb}\r\n")).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task Endless_address_is_refused() =>
        (await SendRaw($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 414 ");

    [Fact]
    public async Task Two_lengths_of_one_body_are_refused() =>
        (await SendRaw("POST /medborgarbudget/v1/organisations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na")).ShouldStartWith("HTTP/1.1 400 ");

    private Task<string> SendRaw(string request) => RawConnection.StatusOfAsync(fixture.Gateway.Address, request, Cancel);
}
