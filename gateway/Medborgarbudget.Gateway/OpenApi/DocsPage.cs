using Scalar.AspNetCore;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>A page to read and try the API. Everything on it comes from this server.</summary>
internal static class DocsPage
{
    private const string Path = "/medborgarbudget/v1/docs";

    public static void MapDocsPage(this WebApplication app) =>
        app.MapScalarApiReference(Path, page =>
        {
            page.Title = "Medborgarbudget API";
            page.OpenApiRoutePattern = OpenApiEndpoints.DocumentPath;
            page.Servers = [];
            page.WithNonce().DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton();
        });

    /// <summary>What the page may load, or null for any other address. Its script styles elements itself, so styles cannot be held to the nonce.</summary>
    public static string? PolicyOf(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var nonce = context.Items[ScalarOptions.NonceHttpContextItemKey] as string;
        var scripts = nonce is null ? "'none'" : $"'nonce-{nonce}'";
        return $"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
