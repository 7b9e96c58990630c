using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>One browser of one person. Everything that a page must never do is noticed whatever is visited.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private readonly Uri _site;
    private readonly List<string> _misdeeds = [];

    private readonly bool _hasScripts;
    private Uri? _alsoAsked;

    private Visitor(Uri site, IBrowserContext context, IPage page, bool hasScripts)
    {
        _site = site;
        _hasScripts = hasScripts;
        Context = context;
        Page = page;
        page.Console += (_, message) => NoteIf(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => NoteIf(true, $"script: {error}");
        page.Request += (_, request) => NoteIf(!IsExpected(new Uri(request.Url)), $"request: {request.Url}");
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public string Path => new Uri(Page.Url).AbsolutePath;

    /// <summary>Pages here may ask that one too.</summary>
    public void AlsoAsks(Uri other) => _alsoAsked = other;

    public static async Task<Visitor> OpenAsync(IBrowser browser, Uri site, BrowserNewContextOptions options)
    {
        options.ReducedMotion = ReducedMotion.Reduce;
        options.Locale = "sv-SE";
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return new Visitor(site, context, await context.NewPageAsync(), options.JavaScriptEnabled != false);
    }

    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(new Uri(_site, path).ToString()) ?? throw new InvalidOperationException($"There was no answer to {path}.");

    /// <summary>Presses the button or follows the link of that name.</summary>
    public async Task PressAsync(string name)
    {
        var target = Page.GetByRole(AriaRole.Button, new() { Name = name }).Or(Page.GetByRole(AriaRole.Link, new() { Name = name })).First;
        await target.ClickAsync();
        try
        {
            await Page.WaitForLoadStateAsync(LoadState.Load, new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            // On a busy machine the page may be loaded before anybody waits for it, and then only this is still told.
            await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }
    }

    /// <summary>Signs in with the simulated e-ID, wherever a page of ours has led to it.</summary>
    public async Task IdentifyAsync(string person)
    {
        await Page.Locator("#person").FillAsync(person);
        await PressAsync("Legitimera");
    }

    /// <summary>Opens a page of ours as a person of the simulated e-ID.</summary>
    public async Task SignInAsync(string person, string path)
    {
        await GoAsync($"/logga-in?till={Uri.EscapeDataString(path)}");
        await IdentifyAsync(person);
    }

    public async Task<string> TextAsync() => await Page.Locator("main").InnerTextAsync();

    /// <summary>No violation by axe, which needs scripts itself; no error in the console, no request elsewhere.</summary>
    public async Task ShouldBeSoundAsync()
    {
        if (_hasScripts)
        {
            var result = await Page.RunAxe(Wcag);
            result.Violations.Select(violation => $"{Path}: {violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        }

        lock (_misdeeds)
        {
            _misdeeds.ShouldBeEmpty();
        }
    }

    /// <summary>Where people want to look at the pages themselves, a picture of this one.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    public async Task ShouldNotScrollSidewaysAsync() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Page.ViewportSize!.Width, Path);

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private bool IsExpected(Uri address) => address.Authority == _site.Authority || address.Authority == _alsoAsked?.Authority;

    private void NoteIf(bool isMisdeed, string what)
    {
        // The answer itself is judged where it is asked for: Chromium writes an error for every page that is not found.
        if (!isMisdeed || what.StartsWith("console: Failed to load resource: the server responded with a status of", StringComparison.Ordinal))
        {
            return;
        }

        lock (_misdeeds)
        {
            _misdeeds.Add($"{what} on {Page.Url}");
        }
    }
}
