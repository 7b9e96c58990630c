using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// The pages of a sign-in through brokers, in Swedish and English at once: no script, nothing from elsewhere, every value encoded.
/// A program that does not ask for a page gets a refusal as problem+json.
/// </summary>
internal sealed class EidPages(ErrorTexts texts)
{
    public const string StylePath = EidEndpoints.Path + "/style.css";

    public const string Style = """
        body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
        ul { list-style: none; padding: 0; }
        a { color: #003a70; }
        a.choice { display: block; min-height: 2.75rem; box-sizing: border-box; margin: 0.4rem 0; padding: 0.5rem 1rem; border: 2px solid #003a70; text-decoration: none; }
        a.choice:hover { background: #e6f0fa; }
        a:focus-visible { outline: 3px solid #003a70; outline-offset: 3px; }
        button { font: inherit; min-height: 2.75rem; padding: 0.5rem 1rem; border: 2px solid #003a70; background: #fff; color: #003a70; }
        button:focus-visible { outline: 3px solid #003a70; outline-offset: 3px; }
        .other { color: #4a4a4a; }
        """;

    /// <summary>The choice among e-IDs; without any, the answer that none is enough.</summary>
    public Task ChooseAsync(HttpContext context, IReadOnlyList<EidChoice> choices)
    {
        if (choices.Count == 0)
        {
            return RefuseAsync(context, GeneralErrors.LevelTooLow, wayBack: null);
        }

        var html = Begin("Välj e-legitimation", "Choose an e-ID").Append("<ul>\n");
        foreach (var choice in choices)
        {
            html.Append("<li><a class=\"choice\" href=\"").Append(Encode(choice.Address)).Append("\">").Append(Encode(choice.TitleSv));
            if (choice.TitleEn != choice.TitleSv)
            {
                html.Append(" <span class=\"other\" lang=\"en\">").Append(Encode(choice.TitleEn)).Append("</span>");
            }

            html.Append("</a></li>\n");
        }

        return WriteAsync(context, html.Append("</ul>\n"));
    }

    /// <summary>Why nobody was signed in or identified, with the code, and where to begin again if that is known.</summary>
    public Task RefuseAsync(HttpContext context, Error error, WayBack? wayBack)
    {
        if (!context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == MediaTypeNames.Text.Html))
        {
            return Problem.WriteAsync(context, error, texts);
        }

        context.Response.StatusCode = ErrorStatus.Http(error.Kind);
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var (titleSv, titleEn) = wayBack?.Ballot is null ? ("Du är inte inloggad", "You are not signed in") : ("Du är inte legitimerad", "You are not identified");
        var html = Begin(titleSv, titleEn)
            .Append("<p role=\"alert\">").Append(Encode(error.Swedish ?? texts.FindSwedish(error.Code) ?? error.Message))
            .Append("<br><span lang=\"en\">").Append(Encode(error.Message)).Append("</span></p>\n")
            .Append("<p>Felkod <span lang=\"en\">(error code)</span>: <code>").Append(Encode(error.Code)).Append("</code></p>\n");
        if (wayBack is not null)
        {
            html.Append("<p><a href=\"").Append(Encode(EidEndpoints.AddressFor(wayBack)))
                .Append("\">Börja om <span lang=\"en\">(start again)</span></a></p>\n");
        }

        return WriteAsync(context, html);
    }

    /// <summary>Asks whether she wants to sign out; the form carries the client's request on.</summary>
    public static Task ConfirmSignOutAsync(HttpContext context, OpenIddictRequest request)
    {
        var html = Begin("Vill du logga ut?", "Sign out?").Append("<form method=\"post\" action=\"").Append(LogoutEndpoint.Path).Append("\">\n");
        foreach (var (field, value) in request.GetParameters().Where(parameter => parameter.Key is not LogoutEndpoint.Field))
        {
            html.Append("<input type=\"hidden\" name=\"").Append(Encode(field)).Append("\" value=\"").Append(Encode((string?)value ?? "")).Append("\">\n");
        }

        html.Append("<p><button name=\"").Append(LogoutEndpoint.Field).Append("\" value=\"yes\">Logga ut <span lang=\"en\">(Sign out)</span></button></p>\n</form>\n")
            .Append("<p><a href=\"/\">Nej, tillbaka <span lang=\"en\">(no, go back)</span></a></p>\n");

        // Browsers hold the redirects after a form to form-action too, so the place where the client waits is named; OpenIddict has checked that it is the client's.
        var back = Uri.TryCreate(request.PostLogoutRedirectUri, UriKind.Absolute, out var uri) ? $" {uri.GetLeftPart(UriPartial.Authority)}" : "";
        return WriteAsync(context, html, $"'self'{back}", "same-origin");
    }

    /// <summary>
    /// Sends her on to the broker, where she is signed out too. By a page and not by a redirect: it may be the answer to a form of a client's page, which browsers let
    /// lead nowhere but where that page says.
    /// </summary>
    public static Task LeaveAsync(HttpContext context, Uri broker)
    {
        context.Response.Headers["Refresh"] = $"0;url={broker.AbsoluteUri}";
        var html = Begin("Du loggas ut", "You are being signed out")
            .Append("<p>Du är utloggad här. Nu loggas du ut ur e-legitimationstjänsten.<br><span lang=\"en\">You are signed out here. Next is the e-ID service.</span></p>\n")
            .Append("<p><a href=\"").Append(Encode(broker.AbsoluteUri)).Append("\">Fortsätt <span lang=\"en\">(go on)</span></a></p>\n");
        return WriteAsync(context, html);
    }

    private static StringBuilder Begin(string titleSv, string titleEn) =>
        new StringBuilder("""
            <!doctype html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">

            """)
            .Append("<title>").Append(titleSv).Append("</title>\n<link rel=\"stylesheet\" href=\"").Append(StylePath).Append("\">\n</head>\n<body>\n<main>\n<h1>")
            .Append(titleSv).Append(" <span class=\"other\" lang=\"en\">").Append(titleEn).Append("</span></h1>\n");

    // With a form the referrer is same-origin and not no-referrer: browsers then send "null" as its origin, which would read as another site.
    private static Task WriteAsync(HttpContext context, StringBuilder html, string formAction = "'none'", string referrer = "no-referrer")
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action {formAction}";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = referrer;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html.Append("</main>\n</body>\n</html>\n").ToString(), context.RequestAborted);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
