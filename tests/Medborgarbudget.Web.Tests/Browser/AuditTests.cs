using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>What an auditor sees of a vote.</summary>
[Collection(nameof(Site))]
public sealed class AuditTests(Site site)
{
    [Fact]
    public async Task A_counted_vote_balances_and_its_documents_are_there()
    {
        await using var auditor = await AuditorAsync("work audit of a result");
        (await auditor.TextAsync()).ShouldContain("Alla kanaler stämmer.");
        (await auditor.Page.Locator("tbody tr").CountAsync()).ShouldBe(5);
        var row = await auditor.Page.Locator("tbody tr", new() { HasText = "Röstkod" }).InnerTextAsync();
        row.ShouldContain("32");
        var links = await auditor.Page.Locator("main a[href*='/medborgarbudget/v1/']").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
        links.Length.ShouldBe(6);
        using var http = new HttpClient { BaseAddress = site.Gateway };
        foreach (var link in links)
        {
            using var answer = await http.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.ShouldBeTrue(link);
        }
    }

    [Fact]
    public async Task An_open_vote_has_no_reconciliation_yet_and_shows_its_shifts()
    {
        await using var auditor = await AuditorAsync("work audit");
        (await auditor.TextAsync()).ShouldContain("Det finns ingen avstämning än.");
        (await auditor.TextAsync()).ShouldContain("Biblioteket");
        await auditor.GoAsync(site.PathOf("work closed"));
        (await auditor.TextAsync()).ShouldContain("Lika många kuvert som avprickade för papper.");
    }

    [Fact]
    public async Task Paper_that_nobody_has_read_shows_up()
    {
        await using var auditor = await AuditorAsync("work audit");
        await auditor.GoAsync(site.PathOf("work paper closed").Replace("/arbete/papper/", "/granskning/", StringComparison.Ordinal));
        var row = await auditor.Page.Locator("tbody tr", new() { HasText = "Papper" }).InnerTextAsync();
        row.ShouldStartWith("Papper\t3");
        await auditor.ShouldBeSoundAsync();
        await auditor.PictureAsync("audit with paper");
    }

    private async Task<Visitor> AuditorAsync(string page)
    {
        var auditor = await site.VisitAsync(new());
        await auditor.SignInAsync(DemoPersons.Analyst, site.PathOf(page));
        return auditor;
    }
}
