using System.Globalization;
using System.Security.Cryptography;

namespace Medborgarbudget.Identity.Keys;

/// <summary>One key-encryption key at rest.</summary>
internal sealed record KeyEncryptionKey(int Version, DateTimeOffset Created, string Secret)
{
    /// <summary>Name, version and fingerprint: a lost and newly made file is told from the old one.</summary>
    public string IdIn(string name)
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Bytes()).AsSpan(0, 4));
        return string.Create(CultureInfo.InvariantCulture, $"{name}/{Version}/{fingerprint}");
    }

    public byte[] Bytes() => Convert.FromBase64String(Secret);

    public override string ToString() => "(key-encryption key)";
}

/// <summary>
/// The file with the key-encryption keys, newest first; apart from the other secrets, so that it can lie elsewhere. The first wraps, all
/// open. Backups of the database are worth nothing without it.
/// </summary>
internal sealed record KeyEncryptionKeys(int Format, string Name, IReadOnlyList<KeyEncryptionKey> Keys)
{
    private const string OnlyName = "pseudonym-keys";
    private const int KeyBytes = 32;

    public static KeyEncryptionKeys LoadOrCreate(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return Checked(SecretJson.LoadOrCreate(path, () => new KeyEncryptionKeys(1, OnlyName, [New(1, now)])));
    }

    public static KeyEncryptionKeys Load(string path) => Checked(SecretJson.Load<KeyEncryptionKeys>(path));

    /// <summary>Puts a new key first; what is wrapped under the older ones still opens. Gives the new key's id.</summary>
    public static string Rotate(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var file = LoadOrCreate(path, clock);
        var rotated = file with { Keys = [New(file.Keys.Max(key => key.Version) + 1, now), .. file.Keys] };
        SecretJson.Replace(path, rotated);
        return rotated.Keys[0].IdIn(rotated.Name);
    }

    private static KeyEncryptionKey New(int version, DateTimeOffset now) =>
        new(version, now, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

    private static KeyEncryptionKeys Checked(KeyEncryptionKeys file) =>
        file is { Format: 1, Name.Length: > 0, Keys.Count: > 0 } && file.Keys.All(key => key.Bytes().Length == KeyBytes)
            ? file
            : throw new InvalidDataException("The file of key-encryption keys is of another version.");
}
