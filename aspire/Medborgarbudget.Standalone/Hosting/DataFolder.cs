namespace Medborgarbudget.Standalone.Hosting;

/// <summary>The folder with a database per service and the keys; held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const long RoomNeeded = 64 << 20;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        (Path, _lock) = (path, held);
        WasEmpty = !File.Exists(PathOf("identity.db"));
    }

    public string Path { get; }

    /// <summary>Nothing had been kept here when the folder was taken.</summary>
    public bool WasEmpty { get; }

    /// <summary>Takes the folder. Throws <see cref="FolderHeldException"/> when another process has it.</summary>
    public static DataFolder Take(string path, bool fresh)
    {
        var existed = Directory.Exists(path);
        Directory.CreateDirectory(path);
        if (!existed && !OperatingSystem.IsWindows())
        {
            // Keys and rolls lie here.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var held = Hold(path);
        if (fresh || Demo.DemoData.IsCutShort(path))
        {
            Empty(path);
        }

        RequireRoom(path);
        return new DataFolder(path, held);
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes what this program puts here, and nothing else.</summary>
    public static void Empty(string path)
    {
        foreach (var pattern in new[] { "*.db", "*.db-wal", "*.db-shm", "*.keys", DemoMarker })
        {
            foreach (var file in Directory.EnumerateFiles(path, pattern))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Says how far the demo data have come.</summary>
    public const string DemoMarker = "demo.state";

    public void Dispose() => _lock.Dispose();

    // A start that runs out of disk half-way would leave more than one line to read.
    private static void RequireRoom(string path)
    {
        var left = new DriveInfo(path).AvailableFreeSpace;
        if (left < RoomNeeded)
        {
            throw new DiskFullException(path, left >> 20, RoomNeeded >> 20);
        }
    }

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && !StartProblem.IsDiskFull(exception))
        {
            throw new FolderHeldException(path);
        }
    }
}

/// <summary>There is no room on the disk of the data folder to work with.</summary>
internal sealed class DiskFullException(string path, long left, long needed)
    : Exception($"The disk is full: {path} has {left} MB left, and at least {needed} MB are needed.");

/// <summary>Another process works on the data folder.</summary>
internal sealed class FolderHeldException(string path) : Exception($"Another Medborgarbudget works on {path}: stop it, or choose another folder with --data.");
