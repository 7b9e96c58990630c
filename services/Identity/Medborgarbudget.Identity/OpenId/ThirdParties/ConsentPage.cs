using System.Text;
using System.Text.Encodings.Web;
using Medborgarbudget.Identity.Federation;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.OpenId.ThirdParties;

/// <summary>Asks in plain Swedish, and in English beside it: who, by whose word, and what it may do. No script, nothing from elsewhere.</summary>
internal static class ConsentPage
{
    public static IResult Show(HttpContext context, OpenIddictRequest request, ApiClient client, string organisation, IReadOnlyList<string> scopes)
    {
        // Browsers hold the redirects after a form to form-action too, so the place where the client waits is named.
        var back = new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' {back}";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";

        // Not no-referrer: browsers then send "null" as the origin of the form, which would read as another site.
        headers["Referrer-Policy"] = "same-origin";
        return Results.Text(Render(request, client, organisation, scopes), "text/html; charset=utf-8");
    }

    private static string Render(OpenIddictRequest request, ApiClient client, string organisation, IReadOnlyList<string> scopes)
    {
        var name = Encode(client.Name);
        var html = new StringBuilder("""
            <!doctype html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Ge en app tillåtelse</title>

            """)
            .Append("<link rel=\"stylesheet\" href=\"").Append(EidPages.StylePath).Append("\">\n</head>\n<body>\n<main>\n")
            .Append("<h1>Vill du låta ”").Append(name).Append("” göra saker åt dig? <span class=\"other\" lang=\"en\">Allow this app?</span></h1>\n")
            .Append("<p>").Append(Standing(client, Encode(organisation))).Append(" Appen är inte en del av den här webbplatsen.</p>\n")
            .Append("<p>Om du säger ja får appen:</p>\n<ul>\n<li>se ditt namn</li>\n");
        foreach (var scope in scopes)
        {
            html.Append("<li>").Append(TextOf(scope)).Append("</li>\n");
        }

        html.Append("</ul>\n<p>Appen får aldrig ditt personnummer och kan inte använda de roller du har. Du kan ta tillbaka ditt ja när du vill.</p>\n")
            .Append("<p>Ansvarig för appen: ").Append(Encode(client.Contact)).Append("</p>\n<form method=\"post\" action=\"/connect/authorize\">\n");
        foreach (var (field, value) in request.GetParameters().Where(parameter => parameter.Key is not Consents.Field))
        {
            html.Append("<input type=\"hidden\" name=\"").Append(Encode(field)).Append("\" value=\"").Append(Encode((string?)value ?? "")).Append("\">\n");
        }

        return html.Append("<p><button name=\"consent\" value=\"yes\">Ja, tillåt <span lang=\"en\">(allow)</span></button>\n")
            .Append("<button name=\"consent\" value=\"no\">Nej <span lang=\"en\">(deny)</span></button></p>\n</form>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static string Standing(ApiClient client, string organisation) => client.State == ApiClientState.Approved
        ? $"{organisation} har godkänt appen."
        : $"{organisation} prövar appen och har inte godkänt den än. Den fungerar bara i övningar.";

    private static string TextOf(string scope) => scope switch
    {
        ThirdPartyScopes.Ideas => "lämna, ändra, stödja och kommentera förslag i ditt namn",
        ThirdPartyScopes.Vote => "hämta din röstsedel, så att du kan rösta i appen. Den ser då vad du röstar på.",
        _ => Encode(scope),
    };

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
