using Medborgarbudget.Contracts.Gateway.V1;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>The line before the vote, as a voter stands in it.</summary>
[Collection(nameof(Site))]
public sealed class WaitingTests(Site site) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await site.EmptyWaitingRoomAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voter_waits_is_let_in_by_the_page_itself_and_votes(bool hasScripts)
    {
        await site.SetWaitingRoomAsync(WaitingRoomMode.Open, rate: 1, ahead: 4);
        await using var voter = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts, ViewportSize = new() { Width = 320, Height = 640 } });
        await ChooseAsync(voter);

        (await voter.TextAsync()).ShouldContain("Du står i kö för att rösta");
        (await voter.TextAsync()).ShouldMatch("Din plats i kön: [1-5]\\.");
        await voter.ShouldBeSoundAsync();
        var ticket = (await voter.Context.CookiesAsync()).Single(cookie => cookie.Name == "__Host-ko");
        (ticket.HttpOnly, ticket.Secure).ShouldBe((true, true));

        // Nothing is pressed: the page asks again by itself.
        await voter.Page.Locator("#kod").WaitForAsync();
        await voter.Page.Locator("#kod").FillAsync(site.NextCode());
        await voter.PressAsync("Använd röstkoden");
        await voter.PressAsync("Lägg min röst");
        (await voter.TextAsync()).ShouldContain("Klart! Din röst är mottagen.");
        (await voter.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "__Host-ko");
    }

    [Fact]
    public async Task A_voter_waits_before_the_eid_and_not_after_it()
    {
        await site.SetWaitingRoomAsync(WaitingRoomMode.Open, rate: 1, ahead: 3);
        await using var voter = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await ChooseAsync(voter);
        (await voter.TextAsync()).ShouldContain("Du står i kö för att rösta");
        await voter.Page.Locator("#kod").WaitForAsync();
        await site.SetWaitingRoomAsync(WaitingRoomMode.Open, rate: 1, ahead: 500);

        await voter.PressAsync("Legitimera dig med e-legitimation");
        await voter.IdentifyAsync(site.NextVoter());

        (await voter.TextAsync()).ShouldContain("Du har inte röstat än. Lägg din röst.");
    }

    private async Task ChooseAsync(Visitor voter)
    {
        await voter.GoAsync(site.PathOf("ballot"));
        await voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();
        await voter.PressAsync("Kontrollera dina val");
        await voter.PressAsync("Legitimera dig och gå vidare");
    }
}
