using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>An administrator orders voting codes, downloads them once and renews what was lost.</summary>
[Collection(nameof(Site))]
public sealed class CodeTests(Site site)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_downloaded_batch_is_not_downloaded_again_but_renewed(bool hasScripts)
    {
        await using var administrator = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await administrator.SignInAsync(DemoPersons.Administrator, site.PathOf("work codes"));
        var first = administrator.Page.Locator(".rows > li").First;
        await using var other = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await other.SignInAsync(DemoPersons.SecondAdministrator, site.PathOf("work codes"));

        await first.Locator("summary").ClickAsync();
        await administrator.PictureAsync("codes lost");
        await administrator.ShouldBeSoundAsync();
        await administrator.PressAsync("Förnya kodlistan");
        (await first.InnerTextAsync()).ShouldContain("Inte hämtad");
        await administrator.ShouldBeSoundAsync();
        await other.GoAsync(site.PathOf("work codes"));
        var download = await administrator.Page.RunAndWaitForDownloadAsync(() => first.GetByRole(AriaRole.Button, new() { Name = "Hämta som CSV" }).ClickAsync());
        download.SuggestedFilename.ShouldBe("rostkoder-1.csv");
        (await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).ShouldStartWith("serial,key,code");

        await other.PressAsync("Hämta kort (PDF)");
        (await other.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Koderna har redan hämtats.");
        await administrator.GoAsync(site.PathOf("work codes"));
        (await first.InnerTextAsync()).ShouldContain("Hämtad den");
        (await first.InnerTextAsync()).ShouldContain("Förnyad gånger");
    }

    [Fact]
    public async Task What_is_wrong_with_an_order_is_told_at_its_field_or_by_the_roll()
    {
        await using var administrator = await site.VisitAsync(new());
        await administrator.SignInAsync(DemoPersons.Administrator, site.PathOf("work codes"));
        await administrator.Page.Locator("#antal").FillAsync("0");
        await administrator.PressAsync("Beställ kodlistan");
        (await administrator.Page.Locator(".summary a").AllInnerTextsAsync()).ShouldBe(["Skriv en rubrik på högst 60 tecken.", "Skriv ett antal mellan 1 och 20\u00a0000."]);
        await administrator.ShouldBeSoundAsync();
        await administrator.Page.Locator("#rubrik").FillAsync("Klass 7B");
        await administrator.Page.Locator("#antal").FillAsync("10");
        await administrator.PressAsync("Beställ kodlistan");
        (await administrator.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Alla som får rösta ingår redan i en kodlista.");
    }
}
