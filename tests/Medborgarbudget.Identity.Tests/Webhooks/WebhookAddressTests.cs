using System.Net;
using System.Net.Sockets;
using Medborgarbudget.Kernel;
using WireDeliveryState = Medborgarbudget.Contracts.Identity.V1.WebhookDeliveryState;

namespace Medborgarbudget.Identity.Tests.Webhooks;

/// <summary>B5: nothing is sent to where the installation itself is. The host is set up as for production.</summary>
public sealed class WebhookAddressTests(SqliteIdentity host) : IClassFixture<SqliteIdentity>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://torget.test/")]
    [InlineData("https://user@torget.test/")]
    [InlineData("https://torget.test/#a")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task Address_that_leads_inwards_or_is_none_is_not_registered(string url)
    {
        var driver = await WebhookDriver.StartAsync(host);
        var client = await driver.ClientAsync();
        (await Failures.CodeOf(() => driver.CreateAsync(client, url, WebhookEvents.PhaseChanged))).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Name_that_leads_to_this_host_is_refused_at_the_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        await driver.EnterAsync("Voting");
        var failed = await driver.AwaitAsync(webhook, found => found.Attempts.Count == 1);
        (failed.State, failed.Attempts[0].Outcome).ShouldBe((WireDeliveryState.Waiting, "address_refused"));
        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Address_inside_is_never_called(string address) => WebhookAddress.MayBeCalled(IPAddress.Parse(address), allowLoopback: false).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2a00:1450:400f:80d::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void Address_of_the_public_internet_is_called(string address) => WebhookAddress.MayBeCalled(IPAddress.Parse(address), allowLoopback: false).ShouldBeTrue();

    [Fact]
    public void Loopback_for_local_development_opens_nothing_else()
    {
        WebhookAddress.MayBeCalled(IPAddress.Loopback, allowLoopback: true).ShouldBeTrue();
        WebhookAddress.MayBeCalled(IPAddress.Parse("10.0.0.1"), allowLoopback: true).ShouldBeFalse();
        var fields = new Fields();
        WebhookAddress.Check(fields, "http://10.0.0.1/", allowLoopback: true);
        fields.Error.ShouldNotBeNull();
    }

    [Fact]
    public void Pauses_grow_to_a_day_and_end_after_three_to_five_days()
    {
        var pauses = Enumerable.Range(1, WebhookDelivery.MostAttempts - 1).Select(failures => WebhookDelivery.PauseAfter(failures, 0.5)).ToList();
        pauses[0].ShouldBe(TimeSpan.FromSeconds(10));
        pauses[^1].ShouldBe(TimeSpan.FromHours(24));
        pauses.ShouldBe(pauses.Order());
        pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause).TotalDays.ShouldBeInRange(3, 5);
        WebhookDelivery.PauseAfter(1, 0).ShouldBe(TimeSpan.FromSeconds(8));
        WebhookDelivery.PauseAfter(1, 1).ShouldBe(TimeSpan.FromSeconds(12));
    }
}
