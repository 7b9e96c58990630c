using System.Net;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Web.Tests.SignIn;

/// <summary>What the web tells the issuer of where a sign-in began, for it to offer the e-IDs that are enough there.</summary>
public sealed class OrganisationOfSignInTests : IAsyncLifetime
{
    private const string SubBudget = "0197c2a0-0000-7000-8000-000000000001";
    private const string Organisation = "0197c2a0-0000-7000-8000-0000000000aa";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private WebApplication? _gateway;
    private WebApplication? _web;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"/d/{SubBudget}-parken", Organisation)]
    [InlineData($"/d/{SubBudget}/forslag/nytt?x=1", Organisation)]
    [InlineData($"/en/d/{SubBudget}-parken/rosta", Organisation)]
    [InlineData("/d/0197c2a0-0000-7000-8000-000000000002", null)]
    [InlineData("/d/x", null)]
    [InlineData("/mina-sidor", null)]
    [InlineData("//elsewhere.test/d/0197c2a0-0000-7000-8000-000000000001", null)]
    public async Task Sign_in_names_the_organisation_of_the_sub_budget_it_began_at(string page, string? organisation)
    {
        var address = ServiceAddress.Parse($"unix:{Path.Combine(_folder, "w")}", "web");
        using var http = new HttpClient(address.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.Uri, $"/logga-in?till={Uri.EscapeDataString(page)}"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = new Uri(_gateway!.Urls.Single()).Authority;
        using var answer = await http.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Cancel));
        var query = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        query["organisation"].ShouldBe(organisation);
        query["code_challenge_method"].ShouldBe("S256");
    }

    public async ValueTask InitializeAsync()
    {
        // As much of gateway and issuer as a sign-in asks before it leaves.
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _gateway = builder.Build();
        _gateway.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new
        {
            issuer = $"http://{request.Host}/", authorization_endpoint = $"http://{request.Host}/connect/authorize",
            token_endpoint = $"http://{request.Host}/connect/token", jwks_uri = $"http://{request.Host}/.well-known/jwks",
        }));
        _gateway.MapGet("/.well-known/jwks", () => Results.Json(new { keys = Array.Empty<object>() }));
        _gateway.MapGet($"/medborgarbudget/v1/sub-budgets/{SubBudget}", () => Results.Json(new { subBudgetId = SubBudget, organisationId = Organisation }));
        await _gateway.StartAsync(Cancel);
        var web = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        web.Logging.ClearProviders();
        web.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Address"] = _gateway.Urls.Single(),
            ["Listen:Socket"] = Path.Combine(_folder, "w"),
        });
        web.AddWeb();
        _web = web.Build();
        _web.MapWeb();
        await _web.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _web!.DisposeAsync();
        await _gateway!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
