using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// Where a service listens: <c>http://host:port</c> or <c>unix:/path</c>, from configuration <c>Services:{Name}:Address</c>.
/// </summary>
/// <param name="Uri">Base address for requests; for a socket its host is only a name.</param>
/// <param name="SocketPath">Path of the unix socket, or null.</param>
public sealed record ServiceAddress(Uri Uri, string? SocketPath)
{
    private const string SocketPrefix = "unix:";

    /// <summary>gRPC's own is two minutes: a service that has been away would wait as long for its first call when it is back.</summary>
    private static readonly TimeSpan LongestBetweenTries = TimeSpan.FromSeconds(2);

    /// <summary>Reads the address of a service; null when it is not configured.</summary>
    public static ServiceAddress? Find(IConfiguration configuration, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration[$"Services:{service}:Address"];
        return string.IsNullOrEmpty(text) ? null : Parse(text, service);
    }

    /// <summary>Reads the address of a service that this one cannot do without.</summary>
    public static ServiceAddress Require(IConfiguration configuration, string service) =>
        Find(configuration, service) ?? throw new InvalidOperationException($"Configuration Services:{service}:Address is missing.");

    public static ServiceAddress Parse(string text, string service)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(service);
        return text.StartsWith(SocketPrefix, StringComparison.Ordinal)
            ? new ServiceAddress(new Uri($"http://{service.ToLowerInvariant()}"), text[SocketPrefix.Length..])
            : new ServiceAddress(new Uri(text), null);
    }

    /// <summary>A channel to this address, to be kept.</summary>
    /// <param name="calls">What is added to every call; null = nothing.</param>
    /// <param name="window">Bytes of an answer that may be under way before some are read (RFC 9113 §5.2); null = 64 KiB at first, and more as they come.</param>
    public GrpcChannel OpenChannel(CallCredentials? calls = null, int? window = null)
    {
        var handler = CreateHandler();
        handler.InitialHttp2StreamWindowSize = window ?? handler.InitialHttp2StreamWindowSize;
        return GrpcChannel.ForAddress(Uri, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReconnectBackoff = LongestBetweenTries,
            Credentials = calls is null ? ChannelCredentials.Insecure : ChannelCredentials.Create(ChannelCredentials.Insecure, calls),
            UnsafeUseInsecureChannelCallCredentials = calls is not null,
        });
    }

    /// <summary>A handler that connects to this address, whatever host a request names.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),

            // Behind one name stand many replicas, and a connection knows one of them: dialled anew, those that came later get their share.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AllowAutoRedirect = false,

            // A handler is shared by whoever calls: one caller's cookie must never go out with another's request.
            UseCookies = false,
        };
        if (SocketPath is not null)
        {
            handler.ConnectCallback = Connect;
        }

        return handler;
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath!), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
