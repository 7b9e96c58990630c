namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>A resident's way from an idea to a received proposal, without scripts and with them (axe needs them; the pages have none).</summary>
[Collection(nameof(Site))]
public sealed class ProposingTests(Site site)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_resident_drafts_submits_and_sees_the_number(bool hasScripts)
    {
        await using var resident = await ResidentAsync("/forslag/nytt", hasScripts);
        await resident.ShouldBeSoundAsync();
        await WriteDraftAsync(resident, "Utegym vid ån");
        (await resident.TextAsync()).ShouldContain("Detta är ditt utkast. Bara du ser det.");
        await resident.ShouldBeSoundAsync();
        await resident.PressAsync("Lämna in förslaget");
        (await resident.TextAsync()).ShouldMatch(@"Det har nummer \d+ och är en allmän handling\.");
        await resident.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_draft_is_on_the_own_pages_and_nowhere_else()
    {
        var title = $"Hemligt utkast {Guid.NewGuid():N}";
        await using var resident = await ResidentAsync("/forslag/nytt");
        await WriteDraftAsync(resident, title);
        await resident.GoAsync("/mina-sidor");
        (await resident.TextAsync()).ShouldContain(title);
        await resident.ShouldBeSoundAsync();

        await using var visitor = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await visitor.GoAsync($"{site.PathOf("proposals")}?q={title.Split(' ')[^1]}");
        (await visitor.TextAsync()).ShouldContain("0 förslag visas");
    }

    [Fact]
    public async Task Faults_of_the_form_are_told_at_the_field_and_nothing_is_lost()
    {
        await using var resident = await ResidentAsync("/forslag/nytt");
        await resident.Page.Locator("#text").FillAsync("Det behövs fler bänkar.");
        await resident.Page.Locator("#kostnad").FillAsync("mycket");
        await resident.PressAsync("Spara utkast");
        (await resident.Page.TitleAsync()).ShouldStartWith("Fel:");
        (await resident.Page.Locator(".summary a[href='#titel']").CountAsync()).ShouldBe(1);
        (await resident.Page.Locator("#kostnad").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await resident.Page.Locator("#text").InputValueAsync()).ShouldBe("Det behövs fler bänkar.");
        await resident.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_resident_supports_once_comments_and_signs_out()
    {
        await using var proposer = await ResidentAsync("/forslag/nytt");
        await WriteDraftAsync(proposer, $"Bänkar {Guid.NewGuid():N}");
        await proposer.PressAsync("Lämna in förslaget");

        await using var friend = await ResidentAsync("");
        await friend.GoAsync(proposer.Path);
        await friend.PressAsync("Stöd förslaget");
        (await friend.TextAsync()).ShouldContain("1 stöder.");
        await friend.Page.Locator("#kommentar").FillAsync("Bra tanke!");
        await friend.PressAsync("Skicka kommentaren");
        (await friend.TextAsync()).ShouldContain("Bra tanke!");
        await friend.ShouldBeSoundAsync();
        await friend.PressAsync("Ta tillbaka ditt stöd");
        (await friend.TextAsync()).ShouldContain("0 stöder.");

        await friend.PressAsync("Logga ut");
        (await friend.Page.Locator("header").InnerTextAsync()).ShouldContain("Logga in");
        (await friend.Context.CookiesAsync()).Where(cookie => cookie.Name.StartsWith("__Host-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private async Task<Visitor> ResidentAsync(string page, bool hasScripts = true)
    {
        var resident = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await resident.GoAsync($"/logga-in?till={Uri.EscapeDataString(site.PathOf("intake") + page)}");
        await resident.IdentifyAsync($"webb-{Guid.NewGuid():N}"[..20]);
        return resident;
    }

    private static async Task WriteDraftAsync(Visitor resident, string title)
    {
        await resident.Page.Locator("#titel").FillAsync(title);
        await resident.Page.Locator("#text").FillAsync("För att fler ska kunna röra på sig.");
        await resident.Page.Locator("#plats").FillAsync("Vid ån");
        await resident.Page.Locator("#kostnad").FillAsync("20 000");
        await resident.PressAsync("Spara utkast");
    }
}
