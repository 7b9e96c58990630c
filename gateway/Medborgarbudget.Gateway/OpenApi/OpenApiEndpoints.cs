using System.Text.Encodings.Web;
using System.Text.Json;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>Serves the description of the API and the page to try it.</summary>
internal static class OpenApiEndpoints
{
    public const string DocumentPath = "/medborgarbudget/v1/openapi.json";

    /// <summary>Names and comments carry å, ä and ö; they are served as JSON, never inside HTML.</summary>
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Made once: the contract does not change while the process lives.</summary>
    private static readonly Lazy<byte[]> Document = new(() => JsonSerializer.SerializeToUtf8Bytes(OpenApiDocument.Write(), Readable));

    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.MapGet(DocumentPath, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(Document.Value, "application/json; charset=utf-8");
        });
        app.MapDocsPage();
    }
}
