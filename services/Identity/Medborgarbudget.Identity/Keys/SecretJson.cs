using System.Text.Json;
using Medborgarbudget.ServiceDefaults.Hosting;

namespace Medborgarbudget.Identity.Keys;

/// <summary>Secrets of this service as JSON, in a <see cref="SecretFile"/>.</summary>
internal static class SecretJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file's content; made first when there is none.</summary>
    public static T LoadOrCreate<T>(string path, Func<T> make)
        where T : class
    {
        SecretFile.EnsureExists(path, () => Bytes(make()));
        return Load<T>(path);
    }

    public static T Load<T>(string path)
        where T : class =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException("A file of secrets is empty.");

    public static void Replace<T>(string path, T content)
        where T : class => SecretFile.Replace(path, Bytes(content));

    private static byte[] Bytes<T>(T content) => JsonSerializer.SerializeToUtf8Bytes(content, Json);
}
