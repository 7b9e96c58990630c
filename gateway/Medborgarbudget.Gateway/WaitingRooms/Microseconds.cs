namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>The unit of time of the lines: fine enough for the highest rate, and whole numbers in a script's floating point.</summary>
internal static class Microseconds
{
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
