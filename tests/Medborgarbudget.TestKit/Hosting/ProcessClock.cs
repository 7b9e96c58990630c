using System.IO.MemoryMappedFiles;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.TestKit.Hosting;

/// <summary>
/// The clock of the processes that are started with its settings, which the test sets and which runs on from there: tests/setup/clock.c stands
/// between them and the machine's, so that the programs are those of production. Timers run on real time.
/// </summary>
public sealed class ProcessClock : TimeProvider, IDisposable
{
    private const int NanosecondsPerTick = 100;

    private readonly string _file = Path.GetTempFileName();
    private readonly MemoryMappedFile _mapped;
    private readonly MemoryMappedViewAccessor _offset;

    private ProcessClock(string library)
    {
        _mapped = MemoryMappedFile.CreateFromFile(_file, FileMode.Open, mapName: null, sizeof(long));
        _offset = _mapped.CreateViewAccessor(0, sizeof(long));
        Settings = new Dictionary<string, string?> { ["LD_PRELOAD"] = library, ["MEDBORGARBUDGET_TEST_CLOCK_FILE"] = _file };
    }

    /// <summary>What every process of the installation is started with.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Skips the test where the library is not there.</summary>
    public static Task<ProcessClock> CreateAsync() => ServerPolicy.StartOrSkipAsync("clock", () => TestServerSettings.Clock is { } library
        ? Task.FromResult(new ProcessClock(library))
        : throw new InvalidOperationException("MEDBORGARBUDGET_TEST_CLOCK is not set"));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(_offset.ReadInt64(0) / NanosecondsPerTick);

    public void Set(DateTimeOffset now) => _offset.Write(0, (now - base.GetUtcNow()).Ticks * NanosecondsPerTick);

    public void Dispose()
    {
        _offset.Dispose();
        _mapped.Dispose();
        File.Delete(_file);
    }
}
