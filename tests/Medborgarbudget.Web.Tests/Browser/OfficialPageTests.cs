using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>What holds for every page of the officials.</summary>
[Collection(nameof(Site))]
public sealed class OfficialPageTests(Site site)
{
    private const int MostBytes = 60_000;

    public static TheoryData<string> Pages => [.. Polls.Officials.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_sound_in_both_languages_light_and_dark_and_fits_a_narrow_screen(string name)
    {
        var path = site.PathOf(name);
        await using var official = await site.VisitAsync(new() { ViewportSize = new() { Width = 1100, Height = 800 } });
        await official.SignInAsync(Polls.Officials[name], path);
        official.Path.ShouldBe(path);
        foreach (var language in new[] { "sv", "en" })
        {
            var answer = await official.GoAsync(language == "en" ? $"/en{path}" : path);
            answer.Status.ShouldBe(200);
            (await answer.BodyAsync()).Length.ShouldBeLessThan(MostBytes);
            (await answer.HeaderValueAsync("cache-control")).ShouldBe("no-store");
            (await official.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
            (await official.Page.Locator("script, [style]").CountAsync()).ShouldBe(0);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await official.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await official.ShouldBeSoundAsync();
                await official.PictureAsync($"{name} {language} {scheme}");
            }
        }

        await official.Page.SetViewportSizeAsync(320, 640);
        await official.ShouldNotScrollSidewaysAsync();
        await official.PictureAsync($"{name} narrow");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_sends_a_visitor_to_sign_in_and_back(string name)
    {
        await using var official = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await official.GoAsync(site.PathOf(name));
        await official.IdentifyAsync(Polls.Officials[name]);
        official.Path.ShouldBe(site.PathOf(name));
    }

    [Theory]
    [InlineData("work shift", "Röstmottagare")]
    [InlineData("work list", "Röstmottagare")]
    [InlineData("work close", "Röstmottagare")]
    [InlineData("work paper", "Rösträknare")]
    [InlineData("work batch", "Rösträkningsledare")]
    [InlineData("work reading too early", "Rösträknare")]
    [InlineData("work codes", "Administratör")]
    [InlineData("work audit", "Granskare")]
    public async Task Page_says_which_role_is_needed(string name, string role)
    {
        await using var resident = await site.VisitAsync(new());
        await resident.SignInAsync("marta", "/arbete");
        (await resident.GoAsync(site.PathOf(name))).Status.ShouldBe(403);
        (await resident.TextAsync()).ShouldContain(role);
        await resident.ShouldBeSoundAsync();
        await resident.PictureAsync("403");
    }

    [Fact]
    public async Task A_reader_does_not_lead_the_paper_and_a_leader_does_not_read_it()
    {
        await using var reader = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await reader.SignInAsync(DemoPersons.Reader, site.PathOf("work batch"));
        (await reader.TextAsync()).ShouldNotContain("Öppna en bunt");
        await using var leader = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await leader.SignInAsync(DemoPersons.CountLeader, site.PathOf("work batch"));
        (await leader.GoAsync(site.PathOf("work reading too early"))).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData(DemoPersons.VotingOfficer, "Ta emot röster")]
    [InlineData(DemoPersons.Reader, "Läs röstkort av papper")]
    [InlineData(DemoPersons.CountLeader, "Led arbetet med röstkort av papper")]
    [InlineData(DemoPersons.Administrator, "Röstkoder")]
    [InlineData(DemoPersons.Analyst, "Avstämning och granskning")]
    [InlineData("marta", "Du har ingen roll")]
    public async Task Everybody_finds_her_own_work(string person, string work)
    {
        await using var official = await site.VisitAsync(new() { JavaScriptEnabled = false });
        await official.SignInAsync(person, "/mina-sidor");
        await official.PressAsync("Mitt arbete");
        (await official.TextAsync()).ShouldContain(work);
    }
}
