using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>An officer at a voting place, and the voter beside her.</summary>
[Collection(nameof(Site))]
public sealed class MarkingTests(Site site)
{
    /// <summary>Of Skatteverket's test numbers; on the demo's roll.</summary>
    private const string TestNumber = "199504042392";

    private static int _next = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voter_is_marked_for_paper_and_a_second_time_refused(bool hasScripts)
    {
        await using var officer = await OfficerAsync(hasScripts);
        var voter = NextResident();
        await MarkAsync(officer, voter, "Papper");
        (await officer.TextAsync()).ShouldContain("Avprickad för papper.");
        await officer.ShouldBeSoundAsync();
        await MarkAsync(officer, voter, "Papper");
        (await officer.TextAsync()).ShouldContain("Redan avprickad under ditt pass.");
        await MarkAsync(officer, voter, "Apparat på röstningsstället");
        (await officer.TextAsync()).ShouldContain("Redan avprickad under ditt pass.");
        await MarkAsync(officer, Election.Resident(AtPlaces.FirstOnPaper), "Papper");
        (await officer.TextAsync()).ShouldContain("Har redan röstat på ett röstningsställe.");
        await officer.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Whoever_is_not_on_the_roll_is_told_from_a_number_that_is_none()
    {
        await using var officer = await OfficerAsync(hasScripts: true);
        await MarkAsync(officer, "finns-inte", "Papper");
        (await officer.TextAsync()).ShouldContain("Får inte rösta här.");
        await MarkAsync(officer, "1234567890", "Papper");
        (await officer.Page.TitleAsync()).ShouldStartWith("Fel:");
        (await officer.Page.Locator(".summary a[href='#valjare']").CountAsync()).ShouldBe(1);
        (await officer.Page.ContentAsync()).ShouldNotContain("1234567890");
        await officer.ShouldBeSoundAsync();
        await officer.PressAsync("Pricka av");
        (await officer.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Välj hur väljaren vill rösta.");
    }

    [Fact]
    public async Task A_personal_number_is_in_no_address_no_page_and_no_way_back()
    {
        await using var officer = await OfficerAsync(hasScripts: true);
        var addresses = new List<string>();
        officer.Page.Request += (_, request) =>
        {
            addresses.Add(request.Url);
            addresses.AddRange(request.Headers.Where(header => header.Key is "referer" or "cookie").Select(header => header.Value));
        };
        await MarkAsync(officer, TestNumber, "Papper");
        addresses.ShouldNotBeEmpty();
        addresses.ShouldAllBe(address => !address.Contains(TestNumber, StringComparison.Ordinal));
        (await officer.Page.ContentAsync()).ShouldNotContain(TestNumber);
        (await officer.Page.Locator("#valjare").InputValueAsync()).ShouldBeEmpty();
        await officer.Page.GoBackAsync();
        (await officer.Page.Locator("#valjare").InputValueAsync()).ShouldBeEmpty();
        (await officer.Page.ContentAsync()).ShouldNotContain(TestNumber);
        await officer.Page.ReloadAsync();
        (await officer.Page.ContentAsync()).ShouldNotContain(TestNumber);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kiosk_code_lets_the_voter_vote_on_her_device_once(bool hasScripts)
    {
        await using var officer = await OfficerAsync(hasScripts);
        await MarkAsync(officer, NextResident(), "Apparat på röstningsstället");
        (await officer.TextAsync()).ShouldContain("Visa koden för väljaren.");
        var code = await officer.Page.Locator(".kiosk-code code").InnerTextAsync();
        officer.Page.Url.ShouldNotContain(code);
        await officer.ShouldBeSoundAsync();
        await officer.PictureAsync($"kiosk code {hasScripts}");

        await using var voter = await AtTheBallotAsync(hasScripts);
        await UseAsync(voter, code.ToLowerInvariant().Replace('-', ' '));
        await voter.PressAsync("Lägg min röst");
        (await voter.TextAsync()).ShouldContain("Klart! Din röst är mottagen.");
        await voter.ShouldBeSoundAsync();

        await officer.Page.ReloadAsync();
        (await officer.TextAsync()).ShouldContain("Koden är använd");
        (await officer.Page.ContentAsync()).ShouldNotContain(code);
        await using var other = await AtTheBallotAsync(hasScripts);
        await UseAsync(other, code);
        (await other.Page.TitleAsync()).ShouldStartWith("Fel:");
        await other.ShouldBeSoundAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_kept_offline_is_handed_in_and_the_shift_is_closed(bool hasScripts)
    {
        var shift = await site.Polls.NewOfflineShiftAsync(TestContext.Current.CancellationToken);
        await using var officer = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await officer.SignInAsync(DemoPersons.VotingOfficer, $"/arbete/rostmottagning/{shift}");
        await officer.PressAsync("Lämna in listan");
        var (first, second) = (NextResident(), NextResident());
        await officer.Page.Locator("#lista").FillAsync($"1;{first}\nfel rad\n2;{second}");
        await officer.PressAsync("Lämna in listan");
        (await officer.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Rad 2");
        (await officer.Page.ContentAsync()).ShouldNotContain(first);
        await officer.ShouldBeSoundAsync();

        await officer.Page.Locator("#fil").SetInputFilesAsync(new FilePayload
        {
            Name = "lista.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes($"kuvert;nyckel\r\n1;{first}\r\n2;{second}\r\n3;{first}\r\n4;finns-inte\r\n"),
        });
        await officer.Page.Locator("main form button").ClickAsync();
        await officer.Page.WaitForURLAsync("**svar=*");
        (await officer.TextAsync()).ShouldContain("Kuvert att öppna (2)");
        (await officer.TextAsync()).ShouldContain("1, 2");
        (await officer.TextAsync()).ShouldContain("3, 4");
        (await officer.Page.ContentAsync()).ShouldNotContain(first);
        await officer.ShouldBeSoundAsync();
        await officer.PictureAsync("list settled");

        await officer.PressAsync("Stäng passet");
        await officer.PressAsync("Stäng passet för gott");
        (await officer.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Skriv antalet kuvert med siffror.");
        await officer.Page.Locator("#kuvert").FillAsync("4");
        await officer.PressAsync("Stäng passet för gott");
        (await officer.TextAsync()).ShouldContain("Kuvert som inte ska öppnas: 2.");
        await officer.ShouldBeSoundAsync();
        await officer.PictureAsync("shift closed");
        await officer.GoAsync($"/arbete/rostmottagning/{shift}");
        (await officer.TextAsync()).ShouldContain("Passet är stängt.");
    }

    private static string NextResident() => Election.Resident(Interlocked.Increment(ref _next));

    private async Task<Visitor> OfficerAsync(bool hasScripts)
    {
        var officer = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await officer.SignInAsync(DemoPersons.VotingOfficer, site.PathOf("work shift"));
        return officer;
    }

    private static async Task MarkAsync(Visitor officer, string voter, string channel)
    {
        await officer.Page.Locator("#valjare").FillAsync(voter);
        await officer.Page.GetByLabel(channel).CheckAsync();
        await officer.PressAsync("Pricka av");
    }

    private async Task<Visitor> AtTheBallotAsync(bool hasScripts)
    {
        var voter = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await voter.GoAsync(site.PathOf("demo ballot"));
        await voter.Page.Locator("input[name=val]:not([value=''])").First.CheckAsync();
        await voter.PressAsync("Kontrollera dina val");
        await voter.PressAsync("Legitimera dig och gå vidare");
        return voter;
    }

    private static async Task UseAsync(Visitor voter, string code)
    {
        await voter.Page.Locator("#kod").FillAsync(code);
        await voter.PressAsync("Använd röstkoden");
    }
}
