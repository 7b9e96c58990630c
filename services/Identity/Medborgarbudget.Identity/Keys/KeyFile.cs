using System.Security.Cryptography;
using System.Text.Json;

namespace Medborgarbudget.Identity.Keys;

/// <summary>A private key at rest.</summary>
internal sealed record StoredKey(string Id, DateTimeOffset Created, string Pkcs8);

/// <summary>
/// The file with this service's secrets, made at the first start and readable for its owner alone. Replicas share one file (a mounted
/// secret); whoever loses it loses the persons and rolls, so it is backed up apart from the database.
/// </summary>
internal sealed record KeyFile(int Version, string Master, IReadOnlyList<StoredKey> Access, IReadOnlyList<StoredKey> Ballot)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static KeyFile LoadOrCreate(string path, TimeProvider clock)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Create(full, clock.GetUtcNow());
        }

        var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(full), Json);
        return file is { Version: 1, Access.Count: > 0, Ballot.Count: > 0 }
            ? file
            : throw new InvalidOperationException("The key file of Identity is of another version.");
    }

    private static void Create(string path, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new KeyFile(
            1, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), [SigningKeys.NewAccess(now)], [SigningKeys.NewBallot(now)]);
        var draft = $"{path}.{Guid.CreateVersion7(now)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, file, Json);
            stream.Flush(flushToDisk: true);
        }

        Publish(draft, path);
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
