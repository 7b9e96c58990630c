using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>What holds for every page that anybody can open.</summary>
[Collection(nameof(Site))]
public sealed class PageTests(Site site)
{
    private const int MostBytes = 60_000;

    public static TheoryData<string> Pages => [.. Site.PublicPages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_sound_in_light_and_dark(string name)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visitor = await site.VisitAsync(new() { ColorScheme = scheme });
            await visitor.GoAsync(site.PathOf(name));
            await visitor.ShouldBeSoundAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_fits_a_narrow_screen_without_scripts(string name)
    {
        await using var visitor = await site.VisitAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 640 } });
        await visitor.GoAsync(site.PathOf(name));
        await visitor.ShouldNotScrollSidewaysAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_strict_and_light_and_sets_no_cookie(string name)
    {
        await using var visitor = await site.VisitAsync(new());
        var bytes = 0;
        var reading = new List<Task<byte[]>>();
        visitor.Page.Response += (_, response) => reading.Add(response.BodyAsync());

        var answer = await visitor.GoAsync(site.PathOf(name));
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        foreach (var body in await Task.WhenAll(reading))
        {
            bytes += body.Length;
        }

        bytes.ShouldBeLessThan(MostBytes);
        (await visitor.Context.CookiesAsync()).ShouldBeEmpty();
        var policy = await answer.HeaderValueAsync("content-security-policy");
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        (await visitor.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe(name.StartsWith("en ", StringComparison.Ordinal) ? "en" : "sv");
        (await visitor.Page.Locator("script, [style]").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_name_in_an_address_is_sent_on_to_the_right_one()
    {
        await using var visitor = await site.VisitAsync(new());
        await visitor.GoAsync(site.PathOf("voting")[..39] + "-fel");
        visitor.Path.ShouldBe(site.PathOf("voting"));
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_with_a_way_out()
    {
        await using var visitor = await site.VisitAsync(new());
        var answer = await visitor.GoAsync("/finns-inte");
        answer.Status.ShouldBe(404);
        await visitor.PressAsync("Gå till startsidan");
        visitor.Path.ShouldBe("/");
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_ever()
    {
        await using var visitor = await site.VisitAsync(new());
        await visitor.GoAsync("/");
        var style = await visitor.Page.Locator("link[rel=stylesheet]").GetAttributeAsync("href");
        var answer = await visitor.GoAsync(style!);
        (await answer.HeaderValueAsync("cache-control")).ShouldBe("public, max-age=31536000, immutable");
    }
}
