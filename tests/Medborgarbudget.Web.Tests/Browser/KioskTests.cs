using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>A shared device at a voting place, which clears itself between two voters.</summary>
[Collection(nameof(Site))]
public sealed class KioskTests(Site site)
{
    private const string Chosen = "input[name=val]:checked";

    [Fact]
    public async Task An_officer_puts_up_a_kiosk_is_signed_out_on_it_and_takes_it_down_again()
    {
        await using var device = await site.VisitAsync(new());
        await device.SignInAsync(DemoPersons.VotingOfficer, site.PathOf("work shift"));
        await device.PressAsync("Gör apparaten till kiosk");
        await device.ShouldBeSoundAsync();
        await device.PictureAsync("kiosk setup");
        await device.PressAsync("Gör apparaten till kiosk");
        device.Path.ShouldBe("/kiosk");
        (await device.TextAsync()).ShouldContain("Visa legitimation för röstmottagaren");
        await device.ShouldBeSoundAsync();
        await device.PictureAsync("kiosk start");
        await device.GoAsync("/en/kiosk");
        (await device.TextAsync()).ShouldContain("Show the officer who you are");
        await device.ShouldBeSoundAsync();

        await device.SignInAsync(DemoPersons.VotingOfficer, $"{site.PathOf("work shift")}/kiosk");
        (await device.TextAsync()).ShouldContain("Den här apparaten är en kiosk.");
        await device.PressAsync("Sluta använda den som kiosk");
        (await device.GoAsync("/kiosk")).Status.ShouldBe(404);
    }

    /// <summary>Waits the whole time, as a voter who walks away does, on a browser without scripts.</summary>
    [Fact]
    public async Task A_page_that_is_left_asks_after_a_minute_and_is_cleared_twenty_seconds_later()
    {
        const int Minute = 60_000;
        await using var device = await KioskAsync(hasScripts: false);
        await device.PressAsync("Börja rösta");
        await ChooseAsync(device);
        var question = device.Page.Locator(".still-there");
        (await question.IsVisibleAsync()).ShouldBeFalse();
        await question.WaitForAsync(new() { State = WaitForSelectorState.Visible, Timeout = Minute + 10_000 });
        (await device.Page.Locator("main").IsVisibleAsync()).ShouldBeFalse();
        await device.PictureAsync("kiosk question");
        await device.Page.WaitForURLAsync("**/kiosk", new() { Timeout = 30_000 });
        await device.Page.GoBackAsync();
        (await device.Page.Locator(Chosen).CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_is_still_there_goes_on_with_what_was_chosen(bool isReviewing)
    {
        await using var device = await KioskAsync(hasScripts: true);
        await device.PressAsync("Börja rösta");
        await ChooseAsync(device);
        if (isReviewing)
        {
            await device.PressAsync("Kontrollera dina val");
        }

        await PassAMinuteAsync(device);
        await device.ShouldBeSoundAsync();
        await device.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await device.ShouldBeSoundAsync();
        await device.Page.Keyboard.PressAsync("Tab");
        (await device.Page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Ja, fortsätt");
        await device.Page.Keyboard.PressAsync("Enter");

        // On the page before they cannot be seen.
        await device.Page.Locator(isReviewing ? ".chosen li" : Chosen).WaitForAsync(new() { State = WaitForSelectorState.Visible });
        (await device.Page.Locator(".still-there").IsVisibleAsync()).ShouldBeFalse();
        await device.Page.SetViewportSizeAsync(320, 640);
        await device.ShouldNotScrollSidewaysAsync();
    }

    [Fact]
    public async Task A_voter_of_the_kiosk_leaves_neither_choices_nor_sign_in_behind()
    {
        await using var device = await KioskAsync(hasScripts: true);
        await device.PressAsync("Börja rösta");
        await ChooseAsync(device);
        await device.PressAsync("Kontrollera dina val");
        await device.PressAsync("Legitimera dig och gå vidare");
        await device.PressAsync("Legitimera dig med e-legitimation");
        await device.IdentifyAsync(site.NextVoter());
        await PassAMinuteAsync(device);
        await device.ShouldBeSoundAsync();
        await device.PressAsync("Nej, rensa nu");
        await device.Page.WaitForURLAsync("**/kiosk");
        (await device.Context.CookiesAsync()).Select(cookie => cookie.Name).Where(name => name.StartsWith("__Host-", StringComparison.Ordinal)).ShouldBe(["__Host-kiosk"]);
        await device.Page.GoBackAsync();
        (await device.Page.ContentAsync()).ShouldNotContain("Lägg min röst");
        await device.GoAsync($"{site.PathOf("demo ballot")}/lagg");
        device.Path.ShouldBe(site.PathOf("demo ballot"));
        (await device.Page.Locator(Chosen).CountAsync()).ShouldBe(0);
    }

    /// <summary>She has left for the e-ID, and somebody clears the kiosk meanwhile.</summary>
    [Fact]
    public async Task Whoever_comes_back_from_the_eid_to_a_kiosk_that_is_cleared_finds_nothing()
    {
        await using var device = await KioskAsync(hasScripts: false);
        await device.PressAsync("Börja rösta");
        await ChooseAsync(device);
        await device.PressAsync("Kontrollera dina val");
        await device.PressAsync("Legitimera dig och gå vidare");
        await device.PressAsync("Legitimera dig med e-legitimation");
        var second = await device.Context.NewPageAsync();
        await second.GotoAsync(new Uri(site.Gateway, "/kiosk/rensa").ToString());
        await device.IdentifyAsync(Election.Resident(118));
        device.Path.ShouldBe("/");
        (await device.Context.CookiesAsync()).Select(cookie => cookie.Name).ShouldBe(["__Host-kiosk"]);
    }

    /// <summary>What the browser's way back offers to send anew.</summary>
    [Fact]
    public async Task A_form_of_the_voter_before_brings_nothing_back()
    {
        await using var device = await KioskAsync(hasScripts: true);
        await device.PressAsync("Börja rösta");
        await ChooseAsync(device);
        await device.PressAsync("Kontrollera dina val");
        var second = await device.Context.NewPageAsync();
        await second.GotoAsync(new Uri(site.Gateway, "/kiosk/rensa").ToString());
        await device.PressAsync("Ändra");
        (await device.Page.Locator("input[name=val]").CountAsync()).ShouldBeGreaterThan(0);
        (await device.Page.Locator(Chosen).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_voter_at_home_is_never_asked_and_nothing_of_hers_is_cleared()
    {
        await using var voter = await site.VisitAsync(new());
        var answer = await voter.GoAsync(site.PathOf("demo ballot"));
        (await answer.HeaderValueAsync("refresh")).ShouldBeNull();
        (await voter.Page.Locator(".still-there").CountAsync()).ShouldBe(0);
        await ChooseAsync(voter);
        await voter.PressAsync("Kontrollera dina val");
        await voter.PressAsync("Legitimera dig och gå vidare");
        await voter.GoAsync("/kiosk/rensa");
        voter.Path.ShouldBe("/");
        await voter.GoAsync($"{site.PathOf("demo ballot")}/legitimera");
        voter.Path.ShouldBe($"{site.PathOf("demo ballot")}/legitimera");
    }

    private static Task ChooseAsync(Visitor voter) => voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();

    private static async Task PassAMinuteAsync(Visitor voter) => await voter.Page.EvaluateAsync("document.getAnimations().forEach(animation => animation.finish())");

    private async Task<Visitor> KioskAsync(bool hasScripts)
    {
        var device = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await device.SignInAsync(DemoPersons.VotingOfficer, $"{site.PathOf("work shift")}/kiosk");
        await device.PressAsync("Gör apparaten till kiosk");
        await device.Page.WaitForURLAsync("**/kiosk");
        return device;
    }
}
