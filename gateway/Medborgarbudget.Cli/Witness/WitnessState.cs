using System.Globalization;
using System.Security.Cryptography;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Witness;

/// <summary>What a witness remembers between runs: the manifest that it first saw, the last head that it signed, and evidence.</summary>
internal sealed class WitnessState(string folder)
{
    private const string ManifestFile = "manifest.json";
    private const string HeadFile = "last-head.json";

    /// <summary>The manifest that was seen first, or null.</summary>
    public byte[]? Manifest => Read(ManifestFile);

    /// <summary>The last head that was signed, or null.</summary>
    /// <exception cref="CommandException">The note of it is damaged: signing on would be blind.</exception>
    public SignedHead? LastHead() => Read(HeadFile) is not { } line ? null
        : SignedHead.ReadLine(line, out var head) is { } fault ? throw CommandException.BadInput($"{PathOf(HeadFile)} is no head: {fault}.")
        : head;

    public void KeepManifest(byte[] manifest) => Write(ManifestFile, manifest);

    /// <summary>Before the signature leaves the house: what was signed must never be forgotten.</summary>
    public void KeepHead(SignedHead head) => Write(HeadFile, head.ToLine());

    /// <summary>Keeps two heads that cannot both be of one log; gives the file.</summary>
    public string KeepEvidence(SignedHead ours, SignedHead theirs, DateTimeOffset now)
    {
        var name = Path.Combine("evidence", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + ".jsonl");
        Write(name, [.. ours.ToLine(), (byte)'\n', .. theirs.ToLine(), (byte)'\n']);
        return PathOf(name);
    }

    /// <summary>The witness's key, made at first use and readable by its owner alone.</summary>
    /// <exception cref="CommandException">It cannot be read or made.</exception>
    public static ECDsa ReadKey(string path)
    {
        try
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (File.Exists(path))
            {
                key.ImportFromPem(File.ReadAllText(path));
                return key;
            }

            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, options);
            file.Write(key.ExportPkcs8PrivateKeyPem());
            return key;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw CommandException.BadInput($"{path} cannot be used as a key: {exception.Message}", exception);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private byte[]? Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null;

    /// <summary>Whole or not at all, and on the disk when it returns.</summary>
    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        var half = PathOf(name) + ".part";
        using (var file = File.Create(half))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, PathOf(name), overwrite: true);
    }
}
