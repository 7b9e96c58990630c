using System.Text.Json;

namespace Medborgarbudget.Identity.Keys;

/// <summary>A JSON file with secrets, readable for its owner alone; whoever reads it finds a whole one, never half.</summary>
internal static class SecretFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file's content; made first when there is none. Replicas that start together end with the same.</summary>
    public static T LoadOrCreate<T>(string path, Func<T> make, DateTimeOffset now)
        where T : class
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            Publish(WriteDraft(full, make(), now), full);
        }

        return Load<T>(full);
    }

    public static T Load<T>(string path)
        where T : class =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException("A file of secrets is empty.");

    /// <summary>Puts new content in the place of the old, at once.</summary>
    public static void Replace<T>(string path, T content, DateTimeOffset now)
        where T : class
    {
        var full = Path.GetFullPath(path);
        File.Move(WriteDraft(full, content, now), full, overwrite: true);
    }

    private static string WriteDraft<T>(string path, T content, DateTimeOffset now)
    {
        var draft = $"{path}.{Guid.CreateVersion7(now)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(draft, options);
        JsonSerializer.Serialize(stream, content, Json);
        stream.Flush(flushToDisk: true);
        return draft;
    }

    // Two replicas may start at once: the first file stands, the other replica reads it.
    private static void Publish(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
