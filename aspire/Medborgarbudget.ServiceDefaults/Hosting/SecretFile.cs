namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>A file with secrets, readable for its owner alone; whoever reads it finds a whole one, never half.</summary>
public static class SecretFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Makes the file when there is none. Replicas that start together end with the same: the first one stands. A move that does not
    /// overwrite would not do, as .NET looks first and renames then, so that two can both find nothing.
    /// </summary>
    /// <exception cref="IOException">Its folder cannot be written, or another has been making it for ten seconds.</exception>
    public static void EnsureExists(string path, Func<byte[]> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (!SpinWait.SpinUntil(() => File.Exists(full) || TryMake(full, make), Patience))
        {
            throw new IOException($"{full}.lock cannot be had.");
        }
    }

    /// <summary>Puts new content in the place of the old, at once.</summary>
    public static void Replace(string path, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var full = Path.GetFullPath(path);
        File.Move(WriteDraft(full, content), full, overwrite: true);
    }

    private static string WriteDraft(string path, byte[] content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(draft, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
        return draft;
    }

    private static bool TryMake(string path, Func<byte[]> make)
    {
        using var alone = Alone($"{path}.lock");
        if (alone is not null && !File.Exists(path))
        {
            Replace(path, make());
        }

        return alone is not null;
    }

    /// <summary>Whoever holds it is alone; null when another does. Its file goes with it, which is after what it guards stands.</summary>
    private static FileStream? Alone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
