using Medborgarbudget.Identity.Federation;

namespace Medborgarbudget.Identity.SimulatedEid;

/// <summary>
/// GET and POST /simulated-eid. Programs sign in with the same form: <c>person</c> and <c>returnUrl</c>, form-encoded; no page need be
/// fetched first.
/// </summary>
internal static class SimulatedEidEndpoints
{
    /// <summary>How the simulated e-ID signs in.</summary>
    public static readonly SignIn SignIn = new(Broker.Simulated, LevelOfAssurance.Substantial);

    public static void MapSimulatedEid(this WebApplication app)
    {
        app.MapGet(SimulatedEidPage.StylePath, () => Results.Text(SimulatedEidPage.Style, "text/css; charset=utf-8"));
        app.MapGet(SimulatedEidPage.Path, Show);
        app.MapPost(SimulatedEidPage.Path, ChooseAsync);
    }

    private static IResult Show(HttpContext context, IdentitySettings settings, string? returnUrl) =>
        WayBack.Read(returnUrl) is not null ? Page(context, settings, returnUrl!, problem: null) : Results.BadRequest();

    private static async Task<IResult> ChooseAsync(
        HttpContext context, IdentitySettings settings, SignInEnd end, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType || IsFromElsewhere(context.Request, settings))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var returnUrl = form["returnUrl"].ToString();
        if (WayBack.Read(returnUrl) is not { } wayBack)
        {
            return Results.BadRequest();
        }

        if (SimulatedPersons.Find(form["person"].ToString().Trim()) is not { } person)
        {
            return Page(context, settings, returnUrl, "Nyckeln går inte att använda. Inget annat än testnycklar tas emot.");
        }

        return Results.Redirect(await end.FinishAsync(context, person.PersonKey, person.Name, SignIn, wayBack));
    }

    // A form on another site must not sign a browser in as somebody. Programs send no Origin.
    private static bool IsFromElsewhere(HttpRequest request, IdentitySettings settings) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && origin != settings.Issuer.GetLeftPart(UriPartial.Authority)
        && origin != $"{request.Scheme}://{request.Host}";

    private static IResult Page(HttpContext context, IdentitySettings settings, string returnUrl, string? problem)
    {
        // Browsers hold the redirects after a form to form-action too, so the places where clients wait are named.
        var (web, client) = (settings.Web?.GetLeftPart(UriPartial.Authority), WayBack.Read(returnUrl)?.ClientOrigin);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:* http://localhost:* {web} {client}".TrimEnd();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";

        // Not no-referrer: browsers then send "null" as the origin of the form, which would read as another site.
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return Results.Text(SimulatedEidPage.Render(returnUrl, problem), "text/html; charset=utf-8");
    }
}
