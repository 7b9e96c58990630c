using System.Net.Sockets;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Messaging.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>What keeps the system from starting, in one line for the person who started it.</summary>
internal static class StartProblem
{
    private const int SqliteCannotOpen = 14;
    private const int SqliteFull = 13;
    private const int SqliteIo = 10;
    private const int SqliteNoRoomForSharedMemory = 4874;
    private const int SqliteReadOnly = 8;
    private const int SqliteNotADatabase = 26;
    private const int NoSpaceLeft = 28;

    /// <summary>Null for what is a bug and should be seen as one.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        FolderHeldException or DiskFullException or PortInUseException or NewerDatabaseException or KeyVaultException => exception.Message,
        IOException { InnerException: AddressInUseException } => exception.Message,
        SqliteException { SqliteErrorCode: SqliteFull } or SqliteException { SqliteExtendedErrorCode: SqliteNoRoomForSharedMemory } => "The disk is full: nothing was started.",
        SqliteException { SqliteErrorCode: SqliteCannotOpen or SqliteIo or SqliteReadOnly } sqlite => $"The data folder cannot be written: {sqlite.Message}",
        SqliteException { SqliteErrorCode: SqliteNotADatabase } => "A database file in the data folder is damaged: restore it, or choose another folder with --data.",
        UnauthorizedAccessException => $"The data folder cannot be written: {exception.Message}",
        IOException io when IsDiskFull(io) => "The disk is full: nothing was started.",
        IOException io => $"The data folder cannot be used: {io.Message}",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    public static bool IsDiskFull(IOException exception) => (exception.HResult & 0xFFFF) == NoSpaceLeft;

    /// <summary>Throws <see cref="PortInUseException"/> when somebody listens on the port already.</summary>
    public static void RequireFree(int port, string option)
    {
        if (port == 0)
        {
            return;
        }

        using var probe = new TcpListener(System.Net.IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException exception)
        {
            throw new PortInUseException(port, option, exception);
        }
    }
}

/// <summary>A port that the system should listen on is taken.</summary>
internal sealed class PortInUseException(int port, string option, Exception cause)
    : Exception($"Port {port} is in use: choose another with {option}.", cause);
