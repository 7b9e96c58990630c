using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Medborgarbudget.Web.Assets;

/// <summary>The style sheet and pictures, embedded; the address carries the content's hash, so it is kept for ever.</summary>
internal static class AssetFiles
{
    public const string Folder = "/assets";

    private static readonly FrozenDictionary<string, Asset> ByName = Load();
    private static readonly FrozenDictionary<string, Asset> ByAddress = ByName.Values.ToFrozenDictionary(asset => asset.Address);

    public static string Style => ByName["app.css"].Address;

    public static string Icon => ByName["icon.svg"].Address;

    public static void MapAssets(this IEndpointRouteBuilder app) => app.MapGet(Folder + "/{file}", Serve);

    private static IResult Serve(string file, HttpResponse response)
    {
        if (!ByAddress.TryGetValue($"{Folder}/{file}", out var asset))
        {
            return Results.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => Path.GetExtension(name) is ".css" or ".svg")
            .ToFrozenDictionary(name => name, name => Read(assembly, name));
    }

    private static Asset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        var extension = Path.GetExtension(name);
        var type = extension == ".css" ? "text/css; charset=utf-8" : "image/svg+xml";
        return new Asset($"{Folder}/{Path.GetFileNameWithoutExtension(name)}.{hash}{extension}", type, content);
    }

    private sealed record Asset(string Address, string Type, byte[] Content);
}
