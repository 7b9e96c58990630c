using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Security;

public sealed class TrustedProxyTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/seen")]
    [InlineData("/connect/seen")]
    public async Task Client_is_not_believed_about_itself(string path) =>
        (await Seen(fixture.Gateway, path)).ShouldBe("http 127.0.0.1");

    [Theory]
    [InlineData("/seen")]
    [InlineData("/connect/seen")]
    public async Task Trusted_proxy_is_believed_about_its_client(string path)
    {
        await using var gateway = await fixture.AnotherAsync(("Gateway:TrustedProxies:0", "127.0.0.0/8"));

        (await Seen(gateway, path)).ShouldBe("https 203.0.113.7");
    }

    private static async Task<string> Seen(GatewayHost gateway, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await gateway.Http.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
