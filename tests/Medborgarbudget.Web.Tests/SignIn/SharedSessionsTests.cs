using System.Net;
using System.Security.Claims;
using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Medborgarbudget.Web.Tests.SignIn;

/// <summary>Several replicas of the web on a real Redis.</summary>
public sealed class SharedSessionsTests : IDisposable
{
    private const string Name = "Bo Låtsas";
    private const string Token = "an-access-token-of-bo";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_that_one_replica_begins_holds_in_another_and_ends_in_both()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Cancel);
        await using var one = await StartAsync(redis.Configuration);
        await using var other = await StartAsync(redis.Configuration);
        var cookie = await BeginAsync(one);
        (await IsSignedInAsync(one, cookie), await IsSignedInAsync(other, cookie)).ShouldBe((true, true));
        await EndAsync(other, cookie);
        (await IsSignedInAsync(one, cookie), await IsSignedInAsync(other, cookie)).ShouldBe((false, false));
    }

    [Fact]
    public async Task S9_who_reads_the_store_learns_no_name_no_token_and_no_cookie()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Cancel);
        await using var web = await StartAsync(redis.Configuration);
        var cookie = await BeginAsync(web);
        await using var reader = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},allowAdmin=true");
        var database = reader.GetDatabase();
        var keys = (string[])(await database.ExecuteAsync("KEYS", "*"))!;
        keys.ShouldHaveSingleItem().ShouldStartWith("mb:web:session:");
        var value = System.Text.Encoding.Latin1.GetString((byte[])(await database.StringGetAsync(keys[0]))!);
        value.ShouldNotContain("Bo L");
        value.ShouldNotContain(Token);
        cookie.ShouldNotContain(keys[0]["mb:web:session:".Length..]);
        (await database.KeyTimeToLiveAsync(keys[0])).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Replica_with_another_key_knows_nobody()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Cancel);
        await using var one = await StartAsync(redis.Configuration);
        await using var stranger = await StartAsync(redis.Configuration, keyFile: "other.key");
        (await IsSignedInAsync(stranger, await BeginAsync(one))).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_the_store_sign_in_says_so_politely_pages_are_there_and_the_session_is_back_with_it()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("always", "SIGTERM", Cancel);
        await using var web = await StartAsync(redis.Address);
        var cookie = await BeginAsync(web);
        await redis.StopAsync(Cancel);
        (await IsSignedInAsync(web, cookie)).ShouldBeFalse();
        using var signIn = await GetAsync(web, "/logga-in", cookie: "");
        signIn.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        signIn.Headers.RetryAfter.ShouldNotBeNull();
        WebUtility.HtmlDecode(await signIn.Content.ReadAsStringAsync(Cancel)).ShouldContain("Vänta en stund och försök igen");
        await redis.StartAsync(Cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await IsSignedInAsync(web, cookie))
        {
            await Task.Delay(100, patience.Token);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<WebApplication> StartAsync(string redis, string keyFile = "web.key")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Address"] = "https://web.test/",
            ["Web:KeyFile"] = Path.Combine(_folder, keyFile),
            ["Redis:ConnectionString"] = redis,
            ["Listen:Socket"] = Path.Combine(_folder, Guid.NewGuid().ToString("N")[..8]),
        });
        builder.AddWeb();
        var web = builder.Build();
        web.MapWeb();
        await web.StartAsync(Cancel);
        return web;
    }

    /// <summary>Begins a session as the answer of a sign-in does; its cookie.</summary>
    private static async Task<string> BeginAsync(WebApplication web)
    {
        var context = await ActAsync(web, cookie: "", async context =>
        {
            var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", Name)], "test", "name", "role"));
            var properties = new AuthenticationProperties();
            properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = Token }]);
            await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, person, properties);
        });
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    private static async Task EndAsync(WebApplication web, string cookie) =>
        await ActAsync(web, cookie, context => context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme));

    private static async Task<HttpContext> ActAsync(WebApplication web, string cookie, Func<HttpContext, Task> act)
    {
        await using var scope = web.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("web.test");
        context.Request.Headers.Cookie = cookie;
        await act(context);
        return context;
    }

    private static async Task<bool> IsSignedInAsync(WebApplication web, string cookie)
    {
        using var answer = await GetAsync(web, "/tillganglighet", cookie);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadAsStringAsync(Cancel)).Contains("/logga-ut", StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication web, string path, string cookie)
    {
        var address = ServiceAddress.Parse($"unix:{web.Configuration["Listen:Socket"]}", "web");
        using var http = new HttpClient(address.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.Uri, path))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = "web.test";
        if (cookie.Length > 0)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await http.SendAsync(request, Cancel);
    }
}
