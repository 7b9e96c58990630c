namespace Medborgarbudget.Standalone.Hosting;

/// <summary>
/// The one clock of all services in this process. It runs as the machine's does; while demo data are made, and in tests of the whole
/// system, it stands at another time and is moved on, so that windows open and close without anybody waiting for them.
/// </summary>
public sealed class InstallationClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Sets the clock; it runs on from there.</summary>
    public void Set(DateTimeOffset now) => Volatile.Write(ref _offsetTicks, (now - base.GetUtcNow()).Ticks);

    /// <summary>Back to the machine's time.</summary>
    public void Release() => Volatile.Write(ref _offsetTicks, 0);
}
