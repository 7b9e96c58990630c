using System.Globalization;
using Medborgarbudget.Web.Hosting;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// Clears a voter's page on a kiosk that nobody uses: after a minute without a request the page asks whether she is still there (the style
/// sheet shows the question, so that ticks which are not sent yet are kept), and twenty seconds later the browser asks for the page that clears.
/// Never on a browser that is no kiosk, nor on the officials' own pages.
/// </summary>
internal sealed class KioskWatch(RequestDelegate next, KioskCookie cookie)
{
    /// <summary>A minute, and the twenty seconds that WCAG 2.2.1 asks for between a warning and the end. The first stands in app.css too.</summary>
    private static readonly TimeSpan UntilCleared = TimeSpan.FromSeconds(60 + 20);

    private static readonly PathString[] Unwatched = [KioskPages.Start, "/arbete", "/granskning"];

    public Task InvokeAsync(HttpContext context, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(visit);
        visit.Kiosk = cookie.Read(context);
        visit.IsWatched = visit.Kiosk is not null && !Unwatched.Any(start => context.Request.Path.StartsWithSegments(start));
        if (visit.IsWatched)
        {
            context.Response.OnStarting(() =>
            {
                Set(context.Response, visit);
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary>A page that waits in line asks again by itself anyway, and has its own time.</summary>
    private static void Set(HttpResponse response, Visit visit)
    {
        if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true && !response.Headers.ContainsKey("Refresh"))
        {
            response.Headers["Refresh"] = string.Create(CultureInfo.InvariantCulture, $"{UntilCleared.TotalSeconds}; url={visit.Link(KioskPages.Clear)}");
        }
    }
}
