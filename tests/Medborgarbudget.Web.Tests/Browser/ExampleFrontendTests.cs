using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>The example in <c>examples/frontend</c>, served from another origin and driven as a person does.</summary>
[Collection(nameof(Site))]
public sealed class ExampleFrontendTests(Site site) : IDisposable
{
    private readonly PublicApi _api = site.OpenApi();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Voter_casts_a_ballot_from_another_origin_and_S6_not_once_the_client_is_suspended()
    {
        await using var frontend = new ExampleFrontend();
        var client = await RegisterAsync(frontend);
        await UntilKnownAsync(frontend.Address.GetLeftPart(UriPartial.Authority));
        await frontend.StartAsync(site.Gateway, client.ClientId, site.VoteId, Cancel);
        await using var voter = await site.VisitAsync(new(), frontend.Address);
        voter.AlsoAsks(site.Gateway);

        await voter.GoAsync("/");
        await voter.Page.GetByRole(AriaRole.Button, new() { Name = "Legitimera dig" }).WaitForAsync();
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Legitimera dig");
        await voter.IdentifyAsync(site.NextVoter());
        (await voter.TextAsync()).ShouldContain("har godkänt appen");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Ja, tillåt");
        await voter.Page.Locator("#ballot input").First.CheckAsync();
        voter.Page.Url.ShouldBe(frontend.Address.ToString(), "neither code nor token stays in the address");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Lägg min röst");
        await voter.Page.Locator("#receipt").WaitForAsync();
        (await voter.Page.Locator("#code").InnerTextAsync()).ShouldNotBeEmpty();
        await voter.ShouldBeSoundAsync();

        await (await AdministratorAsync()).SuspendApiClientAsync(new SuspendApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        await voter.GoAsync("/");
        await voter.PressAsync("Legitimera dig");
        await voter.Page.GetByText("Det går inte att legitimera sig genom den här appen just nu.").WaitForAsync();
        (await voter.Page.Locator("#ballot").IsVisibleAsync()).ShouldBeFalse();
    }

    public void Dispose() => _api.Dispose();

    private async Task<ApiClient> RegisterAsync(ExampleFrontend frontend)
    {
        var administrator = await AdministratorAsync();
        var client = await administrator.RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = site.VoteOrganisation,
                Name = "Exempelappen",
                Kind = ApiClientKind.Public,
                RedirectUris = { frontend.Address.ToString() },
                Origins = { frontend.Address.GetLeftPart(UriPartial.Authority) },
                Scopes = { "vote" },
                Contact = "exempel@example.se",
            },
            cancellationToken: Cancel);
        return await administrator.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
    }

    /// <summary>The gateway learns of a new client within seconds.</summary>
    private async Task UntilKnownAsync(string origin)
    {
        using var http = new HttpClient { BaseAddress = site.Gateway };
        for (var isKnown = false; !isKnown; await Task.Delay(100, Cancel))
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/medborgarbudget/v1/me") { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" } } };
            using var answer = await http.SendAsync(preflight, Cancel);
            isKnown = answer.StatusCode == System.Net.HttpStatusCode.NoContent;
        }
    }

    private async Task<ApiClientService.ApiClientServiceClient> AdministratorAsync() => new(await _api.As(DemoPersons.Administrator, Cancel));
}
