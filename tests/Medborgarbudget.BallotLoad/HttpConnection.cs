using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Medborgarbudget.BallotLoad;

/// <summary>An answer: its status and, until the next request of the connection, its body.</summary>
public readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the head says when to come again.</summary>
    public bool HasRetryAfter => Head.Span.IndexOf("\r\nRetry-After: "u8) >= 0;
}

/// <summary>
/// One kept-alive connection of HTTP/1.1 that sends requests as bytes and reads answers with a length or in chunks. It costs a tenth of
/// what an HTTP client costs, so that on one machine the server and not the generator is measured.
/// </summary>
public sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    /// <summary>Enough for a receipt; grows with the longest answer, since there may be thousands of connections.</summary>
    private byte[] _buffer = new byte[2 * 1024];
    private Socket? _socket;

    /// <summary>Sends a request and waits for its answer. Throws <see cref="SocketException"/> or <see cref="IOException"/> when the connection breaks.</summary>
    public async ValueTask<HttpAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            _socket ??= await ConnectAsync(cancellationToken);
            await SendAllAsync(request, cancellationToken);
            return await ReceiveAsync(cancellationToken);
        }
        catch
        {
            _socket?.Dispose();
            _socket = null;
            throw;
        }
    }

    public void Dispose() => _socket?.Dispose();

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        while (request.Length > 0)
        {
            request = request[await _socket!.SendAsync(request, cancellationToken)..];
        }
    }

    private async ValueTask<HttpAnswer> ReceiveAsync(CancellationToken cancellationToken)
    {
        var filled = 0;
        while (true)
        {
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * filled);
            }

            var read = await _socket!.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server has closed the connection.");
            }

            filled += read;
            if (TryRead(filled, out var answer))
            {
                return answer;
            }
        }
    }

    private bool TryRead(int filled, out HttpAnswer answer)
    {
        answer = default;
        var bytes = _buffer.AsSpan(0, filled);
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var (start, end) = (head + 4, BodyEnd(bytes, head));
        if (end < 0 || end > filled)
        {
            return false;
        }

        answer = new HttpAnswer(Number(bytes[9..12]), _buffer.AsMemory(0, head), _buffer.AsMemory(start, end - start));
        return true;
    }

    /// <summary>Where the body ends, or −1 when that is not known yet.</summary>
    private static int BodyEnd(ReadOnlySpan<byte> bytes, int head)
    {
        // An answer that nothing has changed has no body and says nothing of its length.
        if (Number(bytes[9..12]) == 304)
        {
            return head + 4;
        }

        var name = "\r\nContent-Length: "u8;
        var at = bytes[..head].IndexOf(name);
        if (at >= 0)
        {
            return head + 4 + Number(bytes[(at + name.Length)..]);
        }

        var last = bytes[head..].IndexOf("\r\n0\r\n\r\n"u8);
        return last < 0 ? -1 : head + last + 7;
    }

    private static int Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int number, out _) ? number : throw new IOException("The server has not answered in HTTP.");
}
