using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>One connection on which bytes are sent as they are and answers are read one by one.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true, ReceiveBufferSize = 4096 };

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri gateway, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(gateway.Host, gateway.Port, cancellationToken);
        return connection;
    }

    /// <summary>The first line of what is answered to a request on a connection of its own.</summary>
    public static async Task<string> StatusOfAsync(Uri gateway, string request, CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(gateway, cancellationToken);
        return (await connection.SendAsync(request, cancellationToken)).Status;
    }

    public async Task<RawAnswer> SendAsync(string request, CancellationToken cancellationToken)
    {
        await WriteAsync(request, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken) =>
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    /// <summary>The next answer.</summary>
    /// <exception cref="EndOfStreamException">The gateway has closed the connection.</exception>
    public async Task<RawAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await ReadLineAsync(cancellationToken);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 2)..]);
        }

        var body = headers.TryGetValue("Content-Length", out var length)
            ? await ReadBytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
            : await ReadChunksAsync(cancellationToken);
        return new RawAnswer(status, headers, Encoding.UTF8.GetString(body));
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        List<byte> body = [];
        while (int.Parse(await ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var length and > 0)
        {
            body.AddRange(await ReadBytesAsync(length, cancellationToken));
            await ReadLineAsync(cancellationToken);
        }

        await ReadLineAsync(cancellationToken);
        return [.. body];
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length < 2 || line[^1] != '\n' || line[^2] != '\r')
        {
            line.Append((char)(await ReadBytesAsync(1, cancellationToken))[0]);
        }

        return line.ToString(0, line.Length - 2);
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _client.GetStream().ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    public void Dispose() => _client.Dispose();
}

/// <param name="Status">The whole first line.</param>
internal sealed record RawAnswer(string Status, IReadOnlyDictionary<string, string> Headers, string Body);
