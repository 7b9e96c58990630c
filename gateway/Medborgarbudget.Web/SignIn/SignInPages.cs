using Medborgarbudget.Web.Ballots;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
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

    private static IResult SignIn(HttpRequest request, Visit visit, WebOptions options, string? till)
    {
        var page = IsOfOurs(till) ? till! : visit.Link("/");
        if (visit.IsSignedIn)
        {
            return Results.LocalRedirect(page);
        }

        // The cookies of the sign-in belong to the host that it comes back to.
        return request.Host.Value == options.Address.Authority
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = page }, [OpenIdConnectDefaults.AuthenticationScheme])
            : Results.Redirect(new Uri(options.Address, AddressFor(page)).ToString());
    }

    private static async Task<IResult> SignOut(HttpContext context, Visit visit)
    {
        BallotCookie.Erase(context);
        var home = new AuthenticationProperties { RedirectUri = visit.Link("/") };
        if (!visit.IsSignedIn)
        {
            return Results.LocalRedirect(home.RedirectUri!);
        }

        // The identity token tells the issuer whose session ends; it is read before ours is gone.
        await context.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme, home);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Empty;
    }

    private static bool IsOfOurs(string? page) =>
        page is ['/', ..] && !(page.Length > 1 && page[1] is '/' or '\\') && !page.Any(char.IsControl);
}
