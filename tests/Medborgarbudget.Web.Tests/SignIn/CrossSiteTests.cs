using System.Net;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Web.Tests.SignIn;

/// <summary>What a page of another site can do with the browser of somebody who is signed in here: nothing (S4). The forms are those that the web has mapped.</summary>
public sealed class CrossSiteTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private WebApplication? _web;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.test")]
    [InlineData("Origin", "null")]
    public async Task S4_every_form_is_refused_from_another_site_and_taken_from_ours(string header, string value)
    {
        var forms = _web!.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethod.Post.Method) == true)
            .Select(endpoint => string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(TextOf)))))
            .Distinct().ToList();
        forms.Count.ShouldBeGreaterThan(5);
        foreach (var form in forms)
        {
            using var refused = await PostAsync(form, header, value);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, form);
            refused.Headers.Contains("Set-Cookie").ShouldBeFalse(form);
            using var taken = await PostAsync(form, header, header == "Origin" ? "https://web.test" : "same-origin");
            taken.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, form);
        }
    }

    [Fact]
    public void S4_every_cookie_of_the_sign_in_is_a_host_cookie_that_no_script_reads()
    {
        var session = Of<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Cookie;
        var openId = Of<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme);
        foreach (var cookie in new[] { session, openId.NonceCookie, openId.CorrelationCookie })
        {
            var options = cookie.Build(new DefaultHttpContext());
            cookie.Name!.ShouldStartWith("__Host-");
            (options.HttpOnly, options.Secure, options.SameSite, options.Path ?? "/", options.Domain).ShouldBe((true, true, SameSiteMode.Lax, "/", null), cookie.Name);
        }
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Address"] = "https://web.test/",
            ["Listen:Socket"] = Path.Combine(_folder, "w"),
        });
        builder.AddWeb();
        _web = builder.Build();
        _web.MapWeb();
        await _web.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _web!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private T Of<T>(string scheme) => _web!.Services.GetRequiredService<IOptionsMonitor<T>>().Get(scheme);

    private static string TextOf(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part) =>
        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : Guid.NewGuid().ToString();

    private async Task<HttpResponseMessage> PostAsync(string path, string header, string value)
    {
        var address = ServiceAddress.Parse($"unix:{Path.Combine(_folder, "w")}", "web");
        using var http = new HttpClient(address.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Uri, path))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new FormUrlEncodedContent([]),
        };
        request.Headers.Host = "web.test";
        request.Headers.Add(header, value);
        return await http.SendAsync(request, Cancel);
    }
}
