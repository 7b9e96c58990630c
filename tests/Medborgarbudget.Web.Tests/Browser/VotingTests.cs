using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>A voter's way through the four steps, without scripts and with them (axe needs them; the pages have none).</summary>
[Collection(nameof(Site))]
public sealed class VotingTests(Site site)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voter_casts_by_eid_and_changes_the_vote(bool hasScripts)
    {
        await using var voter = await VoterAsync(hasScripts);
        await ChooseAndReviewAsync(voter);
        await voter.PressAsync("Legitimera dig och gå vidare");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(site.NextVoter());
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/lagg");
        await CastAsync(voter);
        await ShouldNotBeSignedInAsync(voter);

        await voter.PressAsync("Ändra min röst");
        await ChooseAndReviewAsync(voter);
        await voter.PressAsync("Legitimera dig och gå vidare");
        (await voter.TextAsync()).ShouldContain("Du har redan visat att du får rösta.");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Gå vidare");
        (await voter.TextAsync()).ShouldContain("Du har redan röstat. Den nya rösten ersätter den gamla.");
        await CastAsync(voter);
        (await voter.TextAsync()).ShouldContain("Detta är din röst nummer 2.");
        await voter.PressAsync("Avsluta");
        (await voter.Context.CookiesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voter_casts_by_code_and_checks_the_receipt(bool hasScripts)
    {
        await using var voter = await VoterAsync(hasScripts);
        var title = await ChooseAndReviewAsync(voter);
        await voter.PressAsync("Legitimera dig och gå vidare");
        await voter.Page.Locator("#kod").FillAsync("AAAA-BBBB-CCCC");
        await voter.PressAsync("Använd röstkoden");
        (await voter.TextAsync()).ShouldContain("Röstkoden gäller inte här.");
        await voter.ShouldBeSoundAsync();
        await voter.Page.Locator("#kod").FillAsync(site.NextCode());
        await voter.PressAsync("Använd röstkoden");
        await CastAsync(voter);

        (await voter.Page.ContentAsync()).ShouldNotContain(title);
        voter.Page.Url.ShouldNotContain("val");
        await voter.PressAsync("Kontrollera kvittot");
        (await voter.TextAsync()).ShouldContain("Rösten finns med.");
        await voter.ShouldBeSoundAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voter_is_shown_the_vote_three_times_and_nothing_of_it_stays(bool hasScripts)
    {
        await using var voter = await VoterAsync(hasScripts);
        var title = await ChooseAndReviewAsync(voter);
        await voter.PressAsync("Legitimera dig och gå vidare");
        await voter.Page.Locator("#kod").FillAsync(site.NextCode());
        await voter.PressAsync("Använd röstkoden");
        await CastAsync(voter);

        foreach (var left in new[] { "Visningar kvar: 2.", "Visningar kvar: 1.", "Den visas inte igen." })
        {
            await voter.PressAsync("Visa min röst");
            (await voter.TextAsync()).ShouldContain(left);
            (await voter.Page.Locator(".chosen li span").First.InnerTextAsync()).ShouldBe(title);
            (await voter.Page.Locator("code").CountAsync()).ShouldBe(0);
            voter.Page.Url.ShouldEndWith("/rosta/kvitto/visa");
            await voter.ShouldBeSoundAsync();
            await voter.PressAsync("Till kvittot");
            (await voter.Page.ContentAsync()).ShouldNotContain(title);
        }

        await voter.PressAsync("Visa min röst");
        (await voter.TextAsync()).ShouldContain("Rösten har redan visats tre gånger.");
        (await voter.Page.ContentAsync()).ShouldNotContain(title);
        await voter.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Only_a_vote_that_lets_voters_see_their_votes_says_so()
    {
        await using var voter = await VoterAsync(hasScripts: true);
        await voter.GoAsync(site.PathOf("voting"));
        (await voter.TextAsync()).ShouldContain("När du har röstat kan du se din röst, högst tre gånger inom 30 minuter.");
        await voter.GoAsync(site.PathOf("intake"));
        (await voter.TextAsync()).ShouldNotContain("kan du se din röst");
        await voter.GoAsync($"{site.PathOf("ballot")}/kvitto/visa");
        voter.Page.Url.ShouldEndWith("/rosta");
    }

    [Fact]
    public async Task No_cookie_is_set_before_the_voter_goes_to_identify_and_none_has_the_choices_after_the_cast()
    {
        await using var voter = await VoterAsync(hasScripts: true);
        await ChooseAndReviewAsync(voter);
        (await voter.Context.CookiesAsync()).ShouldBeEmpty();
        await voter.PressAsync("Legitimera dig och gå vidare");
        var cookie = (await voter.Context.CookiesAsync()).ShouldHaveSingleItem();
        cookie.Name.ShouldBe("__Host-rost");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Secure.ShouldBeTrue();
        cookie.SameSite.ShouldBe(SameSiteAttribute.Lax);
        await voter.PressAsync("Avbryt utan att rösta");
        (await voter.Context.CookiesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Too_much_is_said_with_the_ticks_kept()
    {
        await using var voter = await VoterAsync(hasScripts: true);
        await voter.GoAsync(site.PathOf("ballot"));
        var boxes = voter.Page.Locator("input[name=val][type=checkbox]");
        var count = await boxes.CountAsync();
        for (var i = 0; i < count; i++)
        {
            await boxes.Nth(i).CheckAsync();
        }

        await voter.PressAsync("Kontrollera dina val");
        (await voter.Page.TitleAsync()).ShouldStartWith("Fel:");
        (await voter.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Du ");
        (await voter.Page.Locator("input[name=val]:checked").CountAsync()).ShouldBe(count);
        await voter.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_person_who_is_not_on_the_roll_is_told_so_and_casts_nothing()
    {
        await using var stranger = await VoterAsync(hasScripts: true);
        await ChooseAndReviewAsync(stranger);
        await stranger.PressAsync("Legitimera dig och gå vidare");
        await stranger.PressAsync("Legitimera dig med e-legitimation");
        await stranger.IdentifyAsync($"framling-{Guid.NewGuid():N}"[..20]);
        (await stranger.TextAsync()).ShouldContain("Vi kan inte se att du får rösta här");
        (await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Lägg min röst" }).CountAsync()).ShouldBe(0);
        await stranger.ShouldBeSoundAsync();
    }

    /// <summary>Here gateway, issuer and web are one host: neither of them has begun a session.</summary>
    private async Task ShouldNotBeSignedInAsync(Visitor voter)
    {
        (await voter.Context.CookiesAsync()).Select(cookie => cookie.Name).ShouldBe(["__Host-rost"]);
        var page = await voter.Context.NewPageAsync();
        await page.GotoAsync(new Uri(site.Gateway, "/").ToString());
        var header = await page.Locator("header").InnerTextAsync();
        header.ShouldContain("Logga in");
        header.ShouldNotContain("Logga ut");
        await page.CloseAsync();
    }

    private Task<Visitor> VoterAsync(bool hasScripts) => site.VisitAsync(new() { JavaScriptEnabled = hasScripts });

    private async Task<string> ChooseAndReviewAsync(Visitor voter)
    {
        await voter.GoAsync(site.PathOf("ballot"));
        await voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();
        await voter.PressAsync("Räkna om");
        (await voter.TextAsync()).ShouldContain("Du har valt 1");
        await voter.PressAsync("Kontrollera dina val");
        (await voter.TextAsync()).ShouldContain("Du har inte röstat än");
        await voter.ShouldBeSoundAsync();
        return await voter.Page.Locator(".chosen li span").First.InnerTextAsync();
    }

    private static async Task CastAsync(Visitor voter)
    {
        (await voter.TextAsync()).ShouldContain("Du har inte röstat än");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Lägg min röst");
        (await voter.TextAsync()).ShouldContain("Klart! Din röst är mottagen.");
        await voter.ShouldBeSoundAsync();
    }
}
