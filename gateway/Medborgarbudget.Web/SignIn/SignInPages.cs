using Medborgarbudget.Web.Ballots;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Medborgarbudget.Web.SignIn;

/// <summary>Signing in and out.</summary>
internal static class SignInPages
{
    public const string Failed = "/logga-in/misslyckades";

    private const string Path = "/logga-in";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, SignIn);
        app.MapGet(Failed, () => Page.Of<SignInFailedPage>(""));
        app.MapPost("/logga-ut", SignOut);
    }

    /// <summary>Signs in and comes back to a page of ours.</summary>
    public static string AddressFor(string page) => Path + QueryString.Create("till", page);

    private static async Task<IResult> SignIn(HttpRequest request, Visit visit, WebOptions options, Places places, ISessionStore sessions, string? till, CancellationToken cancellationToken)
    {
        var page = IsOfOurs(till) ? till! : visit.Link("/");
        if (visit.IsSignedIn)
        {
            return Results.LocalRedirect(page);
        }

        if (options.AtPublicHost(request, AddressFor(page)) is { } there)
        {
            return Results.Redirect(there.AbsoluteUri);
        }

        // Told before she has gone through the identification and not after it.
        await sessions.RequireAsync(cancellationToken);
        var signIn = new AuthenticationProperties { RedirectUri = page };
        signIn.Items[Sessions.Organisation] = await places.OrganisationOfAsync(page, cancellationToken);
        return Results.Challenge(signIn, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static Task<IResult> SignOut(HttpContext context, Visit visit) => SignOutAsync(context, visit, "/");

    /// <summary>Ends the sign-in, if there is one, and all that a voter's browser carries of a ballot.</summary>
    /// <param name="page">Shown afterwards, without language.</param>
    public static async Task<IResult> SignOutAsync(HttpContext context, Visit visit, string page)
    {
        ArgumentNullException.ThrowIfNull(visit);
        BallotCookie.Erase(context);
        var home = new AuthenticationProperties { RedirectUri = visit.Link(page) };
        if (!visit.IsSignedIn)
        {
            return Results.LocalRedirect(home.RedirectUri!);
        }

        try
        {
            // The identity token tells the issuer whose session ends; it is read before ours is gone.
            await context.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme, home);
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.Empty;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or IOException && !context.Response.HasStarted)
        {
            // The issuer does not say where people sign out: ours is over all the same, and its own ends by itself.
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.LocalRedirect(home.RedirectUri!);
        }
    }

    private static bool IsOfOurs(string? page) =>
        page is ['/', ..] && !(page.Length > 1 && page[1] is '/' or '\\') && !page.Any(char.IsControl);
}
