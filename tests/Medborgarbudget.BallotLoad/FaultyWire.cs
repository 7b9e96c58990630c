using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Medborgarbudget.BallotLoad;

/// <summary>What a <see cref="FaultyWire"/> does to what goes over it.</summary>
public enum WireFault
{
    /// <summary>Passes everything on at once.</summary>
    None,

    /// <summary>Passes everything on late.</summary>
    Slow,

    /// <summary>Holds everything back until the fault is over; connections stay open.</summary>
    Stalled,

    /// <summary>Now and then passes on half of what was sent and resets the connection.</summary>
    Cut,

    /// <summary>Resets every connection that there is or that is tried.</summary>
    Down,
}

/// <summary>
/// A TCP proxy on loopback before one server, which can be made a bad one while connections go through it. Bytes are lost only together with
/// their connection, as TCP promises.
/// </summary>
public sealed class FaultyWire : IAsyncDisposable
{
    private const int OneInSoManyIsCut = 40;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<Socket, bool> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private volatile WireFault _fault;
    private int _broken;

    public FaultyWire(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the server answers through the wire.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Connections that were reset on purpose.</summary>
    public int Broken => Volatile.Read(ref _broken);

    public WireFault Fault
    {
        get => _fault;
        set
        {
            _fault = value;
            if (value == WireFault.Down)
            {
                foreach (var socket in _open.Keys)
                {
                    Reset(socket);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The wire is taken down, or the caller has gone before it was let in.
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            (_open[client], _open[server]) = (true, true);
            try
            {
                await server.ConnectAsync(_server, _end.Token);
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server is away, and so is the wire to it.
            }
            finally
            {
                _open.TryRemove(client, out _);
                _open.TryRemove(server, out _);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                await PassAsync(from, to, buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is gone: the other is closed with it.
        }
    }

    private async Task PassAsync(Socket from, Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (_fault == WireFault.Stalled)
        {
            await Task.Delay(Look, _end.Token);
        }

        if (_fault == WireFault.Slow)
        {
            await Task.Delay(Latency, _end.Token);
        }

        var isCut = _fault == WireFault.Down || (_fault == WireFault.Cut && RandomNumberGenerator.GetInt32(OneInSoManyIsCut) == 0);
        for (var rest = isCut ? bytes[..(bytes.Length / 2)] : bytes; rest.Length > 0;)
        {
            rest = rest[await to.SendAsync(rest, _end.Token)..];
        }

        if (isCut)
        {
            Reset(from);
            Reset(to);
        }
    }

    private void Reset(Socket socket)
    {
        Interlocked.Increment(ref _broken);
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was closed just before.
        }

        socket.Dispose();
    }
}
