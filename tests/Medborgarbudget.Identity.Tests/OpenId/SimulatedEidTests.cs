using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Medborgarbudget.Identity.Tests.OpenId;

public sealed class SimulatedEidTests(SignInFixture host) : IClassFixture<SignInFixture>
{
    private const string WayBack = "/connect/authorize?client_id=mb-cli";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_says_that_it_is_a_simulation_and_loads_nothing_but_its_own_style()
    {
        using var answer = await host.Http.GetAsync("/simulated-eid?returnUrl=" + Uri.EscapeDataString(WayBack), Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        page.ShouldContain("Detta är en simulering");
        page.ShouldContain("lang=\"sv\"");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("style=");
        page.ShouldNotContain("2390");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task What_comes_back_in_the_page_is_encoded()
    {
        var hostile = WayBack + "&state=\"><script>alert(1)</script>";
        var page = await host.Http.GetStringAsync("/simulated-eid?returnUrl=" + Uri.EscapeDataString(hostile), Cancel);
        page.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("https://elsewhere.invalid/connect/authorize?")]
    [InlineData("//elsewhere.invalid/connect/authorize?")]
    [InlineData("/")]
    [InlineData("")]
    public async Task Way_back_to_anywhere_else_is_refused(string returnUrl)
    {
        var client = new SignInClient(host.Http);
        (await client.ChooseAsync("alva", returnUrl, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/simulated-eid?returnUrl=" + Uri.EscapeDataString(returnUrl), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Form_of_another_site_signs_nobody_in()
    {
        var client = new SignInClient(host.Http);
        (await client.ChooseAsync("alva", WayBack, Cancel, origin: "https://elsewhere.invalid")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.ChooseAsync("alva", WayBack, Cancel, origin: "http://identity.test")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("199602292386")]
    [InlineData("960229-2386")]
    [InlineData("-")]
    [InlineData("åsa")]
    [InlineData("")]
    public async Task Personal_number_typed_as_a_key_is_refused_and_not_echoed(string key)
    {
        using var answer = await new SignInClient(host.Http).ChooseAsync(key, WayBack, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("2386");
    }

    [Fact]
    public void Listed_numbers_are_valid_and_nobody_is_listed_twice()
    {
        var today = new DateOnly(2026, 11, 23);
        var persons = Identity.SimulatedEid.SimulatedPersons.Listed;
        persons.ShouldAllBe(person => PersonalNumber.Read(person.Number, today) != null);
        persons.Select(person => person.Number).Distinct().Count().ShouldBe(persons.Count);
        persons.Select(person => person.Key).Distinct().Count().ShouldBe(persons.Count);
    }

    [Fact]
    public void Simulated_electronic_id_does_not_start_in_production() =>
        Start("Production", "https://identity.test/").Message.ShouldContain("does not start in Production");

    [Fact]
    public void Plain_http_must_be_asked_for() =>
        Start("Test", "http://identity.test/").Message.ShouldContain("must be https");

    private static InvalidOperationException Start(string environment, string issuer)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = issuer,
            ["Identity:KeyFile"] = "unused",
            ["Identity:KeyEncryptionKeyFile"] = "unused",
            ["Identity:SimulatedEid"] = "true",
        });
        return Should.Throw<InvalidOperationException>(() => builder.AddIdentity());
    }
}
