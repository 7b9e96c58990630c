using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>Who is on no roll declares a tie and goes on to cast, without scripts and with them, in both languages.</summary>
[Collection(nameof(Site))]
public sealed class DeclaringTests(Site site)
{
    // Persons of the simulated e-ID with a personal number: on no roll of the demo, and old enough.
    [Theory]
    [InlineData(false, "jonas")]
    [InlineData(true, "ines")]
    public async Task Who_works_here_affirms_it_takes_it_back_affirms_it_again_and_casts(bool hasScripts, string person)
    {
        await using var voter = await AtNotEligibleAsync(hasScripts, "ballot", "Legitimera dig och gå vidare", "Legitimera dig med e-legitimation", person);
        (await voter.TextAsync()).ShouldContain("Vi kan inte se att du får rösta här");
        voter.Path.ShouldBe($"{site.PathOf("ballot")}/besked");
        (await voter.Page.GetByRole(AriaRole.Button, new() { Name = "Intyga och gå vidare" }).CountAsync()).ShouldBe(0);
        await voter.ShouldBeSoundAsync();
        await SignInAsync(voter, person);
        (await voter.TextAsync()).ShouldContain("Vi kan inte se att du får rösta här");
        await voter.ShouldBeSoundAsync();

        await voter.PressAsync("Intyga och gå vidare");
        (await voter.Page.TitleAsync()).ShouldStartWith("Fel:");
        (await voter.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Välj en anknytning.");
        (await voter.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Intyga att uppgiften är sann.");
        await voter.ShouldBeSoundAsync();

        await DeclareAsync(voter, "Jag arbetar här", "Jag intygar att uppgiften är sann", "Intyga och gå vidare");
        (await voter.TextAsync()).ShouldContain("Du har intygat din anknytning");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Ta tillbaka intyget");

        await voter.GoAsync($"{site.PathOf("ballot")}/lagg");
        await DeclareAsync(voter, "Jag driver företag här", "Jag intygar att uppgiften är sann", "Intyga och gå vidare");
        await voter.PressAsync("Gå vidare och rösta");
        await voter.ShouldBeSoundAsync();
        await voter.PressAsync("Lägg min röst");
        (await voter.TextAsync()).ShouldContain("Klart! Din röst är mottagen.");

        await voter.GoAsync($"{site.PathOf("ballot")}/anknytning");
        await voter.PressAsync("Ta tillbaka intyget");
        (await voter.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Du har börjat rösta med ditt intygande.");
        await voter.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Pages_of_a_declaration_are_in_english_too()
    {
        await using var voter = await AtNotEligibleAsync(true, "en ballot", "Identify yourself", "Identify yourself with", "greta");
        (await voter.TextAsync()).ShouldContain("Do you have another tie?");
        voter.Path.ShouldBe($"{site.PathOf("en ballot")}/besked");
        await voter.ShouldBeSoundAsync();
        await SignInAsync(voter, "greta", "Sign in and affirm");
        await DeclareAsync(voter, "I work here", "I affirm that this is true", "Affirm and go on");
        (await voter.TextAsync()).ShouldContain("You have affirmed your tie");
        await voter.ShouldBeSoundAsync();
    }

    /// <summary>Who has no birth date that the e-ID tells cannot show the age.</summary>
    [Fact]
    public async Task Who_may_not_vote_by_the_tie_either_is_told_so()
    {
        var person = $"framling-{Guid.NewGuid():N}"[..20];
        await using var voter = await AtNotEligibleAsync(true, "ballot", "Legitimera dig och gå vidare", "Legitimera dig med e-legitimation", person);
        await SignInAsync(voter, person);
        await DeclareAsync(voter, "Jag arbetar här", "Jag intygar att uppgiften är sann", "Intyga och gå vidare");
        (await voter.Page.Locator(".summary").CountAsync()).ShouldBe(1);
        (await voter.Page.GetByRole(AriaRole.Button, new() { Name = "Lägg min röst" }).CountAsync()).ShouldBe(0);
        await voter.ShouldBeSoundAsync();
    }

    /// <summary>On the roll of the one and, by the tie, in the other.</summary>
    [Theory]
    [InlineData(false, "farid", "", "Du röstar i en annan delbudget", "Rösta där.", "Frågor:", "Legitimera dig med")]
    [InlineData(true, "elsa", "en ", "You vote in another sub-budget", "Vote there.", "Questions:", "Identify yourself with")]
    public async Task Who_votes_by_a_tie_elsewhere_is_told_what_may_be_done_and_whom_to_ask(
        bool hasScripts, string person, string language, string what, string advice, string contact, string identify)
    {
        var isSwedish = language.Length == 0;
        await using (var elsewhere = await AtNotEligibleAsync(hasScripts, "ballot", "Legitimera dig och gå vidare", "Legitimera dig med e-legitimation", person))
        {
            await SignInAsync(elsewhere, person);
            await DeclareAsync(elsewhere, "Jag arbetar här", "Jag intygar att uppgiften är sann", "Intyga och gå vidare");
            (await elsewhere.TextAsync()).ShouldContain("Du har intygat din anknytning");
        }

        await using var voter = await AtNotEligibleAsync(hasScripts, $"{language}demo ballot", isSwedish ? "Legitimera dig och gå vidare" : "Identify yourself", identify, person);
        var text = await voter.TextAsync();
        text.ShouldContain(what);
        text.ShouldContain(advice);
        text.ShouldContain(contact);
        await voter.ShouldBeSoundAsync();
        await voter.PictureAsync($"declared elsewhere {language}");
        await voter.PressAsync(isSwedish ? "Se alla delbudgetar" : "See all sub-budgets");
        voter.Path.ShouldBe(isSwedish ? "/" : "/en");
    }

    private static async Task DeclareAsync(Visitor voter, string tie, string affirm, string button)
    {
        await voter.Page.GetByLabel(tie, new() { Exact = true }).CheckAsync();
        await voter.Page.GetByLabel(affirm).CheckAsync();
        await voter.PressAsync(button);
    }

    private async Task<Visitor> AtNotEligibleAsync(bool hasScripts, string ballot, string goOn, string identify, string person)
    {
        var voter = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await voter.GoAsync(site.PathOf(ballot));
        await voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();
        await voter.Page.Locator("button[value=granska]").ClickAsync();
        await voter.Page.WaitForLoadStateAsync();
        await voter.PressAsync(goOn);
        await voter.PressAsync(identify);
        await voter.IdentifyAsync(person);
        return voter;
    }

    /// <summary>To be identified for a ballot is no sign-in, and a declaration needs one.</summary>
    private static async Task SignInAsync(Visitor voter, string person, string button = "Logga in och intyga")
    {
        await voter.PressAsync(button);
        await voter.IdentifyAsync(person);
    }
}
