using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Medborgarbudget.TestKit.Hosting;

public static class FreePort
{
    // Below what Linux, Windows and macOS give to connections that go out: a port of theirs that is free now is somebody's a moment later.
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>
    /// A port of loopback that was free a moment ago and is given once, for what has to be told its port: a program of ours, or a container
    /// that is stopped and started again, to which Docker would give another one each time.
    /// </summary>
    public static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No port is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
