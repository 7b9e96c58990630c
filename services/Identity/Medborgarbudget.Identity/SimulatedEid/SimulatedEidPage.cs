using System.Text;
using System.Text.Encodings.Web;

namespace Medborgarbudget.Identity.SimulatedEid;

/// <summary>
/// The page of the simulated e-ID as text: no script, nothing from elsewhere, no inline style. Every value is encoded. It says in words,
/// not in colour alone, that nothing here is real.
/// </summary>
internal static class SimulatedEidPage
{
    public const string Path = "/simulated-eid";

    public const string StylePath = Path + "/style.css";

    public const string Style = """
        body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
        .warning { border: 3px solid #8a4b00; background: #fff4e0; padding: 0.5rem 1rem; }
        ul { list-style: none; padding: 0; }
        button { font: inherit; min-height: 2.75rem; width: 100%; margin: 0.2rem 0; padding: 0.5rem 1rem; text-align: left; color: #003a70; background: #fff; border: 2px solid #003a70; cursor: pointer; }
        button:hover { background: #e6f0fa; }
        button:focus-visible, input:focus-visible { outline: 3px solid #003a70; outline-offset: 3px; }
        input { font: inherit; min-height: 2.75rem; width: 100%; box-sizing: border-box; padding: 0.3rem 0.6rem; border: 2px solid #5a5a5a; }
        """;

    /// <summary>Where to send a browser so that it comes back to a local address after the sign-in.</summary>
    public static string AddressFor(string returnUrl) => $"{Path}{QueryString.Create("returnUrl", returnUrl)}";

    public static string Render(string returnUrl, string? problem)
    {
        var html = new StringBuilder();
        html.Append("""
            <!doctype html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Simulerad e-legitimation</title>
            <link rel="stylesheet" href="/simulated-eid/style.css">
            </head>
            <body>
            <main>
            <h1>Simulerad e-legitimation</h1>
            <p class="warning"><strong>Detta är en simulering för prov och utbildning.</strong> Personerna är påhittade. Skriv aldrig ett riktigt personnummer här.</p>

            """);
        if (problem is not null)
        {
            html.Append("<p role=\"alert\"><strong>").Append(Encode(problem)).Append("</strong></p>\n");
        }

        html.Append("<form method=\"post\" action=\"/simulated-eid\">\n<input type=\"hidden\" name=\"returnUrl\" value=\"").Append(Encode(returnUrl)).Append("\">\n");
        html.Append("<h2>Välj testperson</h2>\n<ul>\n");
        foreach (var person in SimulatedPersons.Listed)
        {
            html.Append("<li><button name=\"person\" value=\"").Append(Encode(person.Key)).Append("\">").Append(Encode(person.Name)).Append("</button></li>\n");
        }

        html.Append("</ul>\n</form>\n");
        AppendFreeChoice(html, returnUrl);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendFreeChoice(StringBuilder html, string returnUrl) =>
        html.Append("<h2>Annan testperson</h2>\n<form method=\"post\" action=\"/simulated-eid\">\n<input type=\"hidden\" name=\"returnUrl\" value=\"")
            .Append(Encode(returnUrl))
            .Append("\">\n<p><label for=\"person\">Nyckel: en bokstav följd av bokstäver a–z, siffror och bindestreck</label>\n")
            .Append("<input id=\"person\" name=\"person\" maxlength=\"40\" required autocomplete=\"off\" spellcheck=\"false\"></p>\n")
            .Append("<p><button>Legitimera</button></p>\n</form>\n");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
