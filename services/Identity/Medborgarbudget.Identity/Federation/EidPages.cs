using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

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

    /// <summary>Why nobody was signed in, with the code, and where to begin again if that is known.</summary>
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

        var html = Begin("Du är inte inloggad", "You are not signed in")
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

    private static Task WriteAsync(HttpContext context, StringBuilder html)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html.Append("</main>\n</body>\n</html>\n").ToString(), context.RequestAborted);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
