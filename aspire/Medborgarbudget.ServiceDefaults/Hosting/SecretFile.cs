namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>A file with secrets, readable for its owner alone; whoever reads it finds a whole one, never half.</summary>
public static class SecretFile
{
    /// <summary>Makes the file when there is none. Replicas that start together end with the same: the first one stands.</summary>
    public static void EnsureExists(string path, Func<byte[]> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            Publish(WriteDraft(full, make()), full);
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
