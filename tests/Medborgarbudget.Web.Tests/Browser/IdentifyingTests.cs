using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>A voter's way to the e-ID and back for one ballot, and what becomes of answers that are not hers, or used.</summary>
[Collection(nameof(Site))]
public sealed class IdentifyingTests(Site site)
{
    private const string Back = "/legitimerad?";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_is_signed_in_goes_on_without_the_eid(bool hasScripts)
    {
        await using var voter = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await voter.SignInAsync(site.NextVoter(), site.PathOf("ballot"));
        var addresses = AddressesOf(voter);
        await ChooseAsync(voter);
        (await voter.TextAsync()).ShouldContain("Du är inloggad som");
        await voter.PressAsync("Gå vidare");
        await CastAsync(voter);
        addresses.ShouldAllBe(address => !address.Contains("/connect/", StringComparison.Ordinal) && !address.Contains(Back, StringComparison.Ordinal));
        await voter.PressAsync("Logga ut");
        (await voter.Page.Locator("header").InnerTextAsync()).ShouldContain("Logga in");
        (await voter.Context.CookiesAsync()).Where(cookie => cookie.Name.StartsWith("__Host-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_to_another_request_gives_nothing_and_the_voter_goes_on_with_her_own()
    {
        await using var voter = await site.VisitAsync(new());
        await ChooseAsync(voter);
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await using var other = await site.VisitAsync(new());
        var foreign = await AnswerOfAsync(other);

        await voter.GoAsync(foreign);
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/legitimera");
        await voter.GoAsync("/legitimerad");
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/legitimera");
        (await voter.TextAsync()).ShouldNotContain("Du har redan visat att du får rösta.");
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(site.NextVoter());
        await CastAsync(voter);
    }

    [Fact]
    public async Task An_answer_in_a_browser_that_asked_nothing_leads_to_the_start_page()
    {
        await using var voter = await site.VisitAsync(new());
        var answer = await AnswerOfAsync(voter);
        await using var stranger = await site.VisitAsync(new());
        (await stranger.GoAsync(answer)).Status.ShouldBe(200);
        stranger.Path.ShouldBe("/");
        (await stranger.Context.CookiesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_is_taken_once_and_whoever_brings_it_again_is_identified_anew_with_the_choices_kept(bool hasScripts)
    {
        await using var voter = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await ChooseAsync(voter);
        await voter.PressAsync("Legitimera dig med e-legitimation");
        var away = await voter.Context.CookiesAsync();
        var addresses = AddressesOf(voter);
        var person = site.NextVoter();
        await voter.IdentifyAsync(person);
        voter.Page.Url.ShouldNotContain("code");
        var answer = addresses.Single(address => address.Contains(Back, StringComparison.Ordinal));

        // Her browser does not take it again.
        await voter.GoAsync(answer);
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/legitimera");
        (await voter.TextAsync()).ShouldContain("Du har redan visat att du får rösta.");

        // Nor does the API, from a browser that has kept everything.
        await voter.Context.AddCookiesAsync(away.Where(cookie => cookie.Name == "__Host-rost").Select(Kept));
        await voter.GoAsync(answer);
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/legitimera");
        (await voter.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Legitimera dig igen.");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(person);
        await CastAsync(voter);
    }

    [Fact]
    public async Task Whoever_changes_her_choices_is_not_identified_again_and_another_person_at_her_device_is()
    {
        await using var voter = await site.VisitAsync(new());
        await ChooseAsync(voter);
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(site.NextVoter());
        await voter.PressAsync("Ändra");
        await ReviewAsync(voter);
        await voter.PressAsync("Gå vidare");
        await CastAsync(voter);

        await ChooseAsync(voter);
        (await voter.TextAsync()).ShouldContain("Är du någon annan?");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(site.NextVoter());
        (await voter.TextAsync()).ShouldNotContain("Du har redan röstat.");
        await CastAsync(voter);
    }

    /// <summary>The demo's vote shows nobody her vote, so the token is gone with the cast.</summary>
    [Fact]
    public async Task Whoever_changes_the_vote_is_identified_again_where_the_token_is_not_kept()
    {
        await using var voter = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await ChooseAsync(voter, "demo ballot");
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(Election.Resident(116));
        await CastAsync(voter);
        await voter.PressAsync("Ändra min röst");
        await ChooseAsync(voter, "demo ballot");
        (await voter.Page.GetByRole(AriaRole.Link, new() { Name = "Gå vidare" }).CountAsync()).ShouldBe(0);
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(Election.Resident(116));
        (await voter.TextAsync()).ShouldContain("Du har redan röstat. Den nya rösten ersätter den gamla.");
        await CastAsync(voter);
    }

    [Fact]
    public async Task Whoever_has_voted_at_a_place_is_told_so_on_a_page_of_its_own()
    {
        await using var voter = await site.VisitAsync(new());
        await ChooseAsync(voter, "en demo ballot", "Identify yourself");
        await voter.PressAsync("Identify yourself with");
        await voter.IdentifyAsync(Election.Resident(101));
        voter.Path.ShouldBe($"{site.PathOf("en demo ballot")}/besked");
        (await voter.TextAsync()).ShouldContain("You have already voted at a voting place");
        await voter.ShouldBeSoundAsync();
        await voter.GoAsync($"{site.PathOf("en demo ballot")}/legitimera");
        (await voter.Page.Locator(".summary").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("lagg", "rosta")]
    [InlineData("e-legitimation", "rosta")]
    [InlineData("besked", "rosta")]
    public async Task Without_choices_the_steps_after_them_lead_back_to_the_ballot(string step, string path)
    {
        await using var visitor = await site.VisitAsync(new());
        await visitor.GoAsync($"{site.PathOf("ballot")}/{step}");
        visitor.Path.ShouldEndWith($"/{path}");
    }

    /// <summary>The cookie with the choices is of one host, and the issuer sends the browser back to the public one.</summary>
    [Fact]
    public async Task The_ballot_begins_at_the_public_address()
    {
        await using var voter = await site.VisitAsync(new());
        await voter.GoAsync(new UriBuilder(site.Gateway) { Host = "localhost", Path = site.PathOf("ballot") }.Uri.AbsoluteUri);
        new Uri(voter.Page.Url).Authority.ShouldBe(site.Gateway.Authority);
        voter.Path.ShouldBe(site.PathOf("ballot"));
    }

    /// <summary>Where the issuer sends a voter who has been identified, before her browser goes there: the code is not used.</summary>
    private async Task<string> AnswerOfAsync(Visitor voter)
    {
        await ChooseAsync(voter);
        await voter.PressAsync("Legitimera dig med e-legitimation");
        var form = voter.Context.APIRequest.CreateFormData();
        form.Append("person", site.NextVoter());
        form.Append("returnUrl", await voter.Page.Locator("input[name=returnUrl]").First.InputValueAsync());
        var answer = await voter.Context.APIRequest.PostAsync(new Uri(site.Gateway, "/simulated-eid").ToString(), new() { Form = form, MaxRedirects = 0 });
        answer.Status.ShouldBe(302);
        return answer.Headers["location"];
    }

    private static List<string> AddressesOf(Visitor voter)
    {
        var addresses = new List<string>();
        voter.Page.Request += (_, request) => addresses.Add(request.Url);
        return addresses;
    }

    private static Cookie Kept(BrowserContextCookiesResult cookie) => new()
    {
        Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = true, Secure = true, SameSite = cookie.SameSite, Expires = cookie.Expires,
    };

    private async Task ChooseAsync(Visitor voter, string ballot = "ballot", string goOn = "Legitimera dig och gå vidare")
    {
        await voter.GoAsync(site.PathOf(ballot));
        await voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();
        await ReviewAsync(voter, goOn);
    }

    private static async Task ReviewAsync(Visitor voter, string goOn = "Legitimera dig och gå vidare")
    {
        await voter.Page.Locator("button[value=granska]").ClickAsync();
        await voter.Page.Locator("button[value=legitimera]").WaitForAsync();
        await voter.PressAsync(goOn);
    }

    private static async Task CastAsync(Visitor voter)
    {
        await voter.PressAsync("Lägg min röst");
        (await voter.TextAsync()).ShouldContain("Klart! Din röst är mottagen.");
        await voter.ShouldBeSoundAsync();
    }
}
