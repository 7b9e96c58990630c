using Medborgarbudget.Gateway.Caching;
using Medborgarbudget.Gateway.WaitingRooms;

namespace Medborgarbudget.Gateway;

/// <summary>What the installation decides about its gateway; configuration section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Where JSON, gRPC-Web, sign-in and the web are served, by HTTP/1.1.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Where gRPC is served. Without TLS a port cannot offer both versions of HTTP.</summary>
    public int GrpcPort { get; init; } = 5081;

    /// <summary>Answers only callers on the same machine.</summary>
    public bool LoopbackOnly { get; init; }

    /// <summary>Networks (<c>10.0.0.0/8</c>) whose word on the client's address and on HTTPS is believed; none by default.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    public long MaxBodyBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Name and value of all headers together; an access token with many roles is some kilobytes.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Seconds without a sign of life from the service, after which the caller is told so.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Requests of one client at the same time.</summary>
    public int Concurrent { get; init; } = 512;

    /// <summary>Requests of one client that wait for their turn; those beyond are refused.</summary>
    public int Queued { get; init; } = 512;

    /// <summary>Requests a second of one third-party client, through this gateway, of all people who use it together.</summary>
    public int ClientPerSecond { get; init; } = 200;

    /// <summary>How many of them may come at once after a quiet while.</summary>
    public int ClientBurst { get; init; } = 1000;

    /// <summary>Ballots that wait to be handed to Voting; one more is refused.</summary>
    public int IntakeQueued { get; init; } = 2048;

    /// <summary>Ballots told to come again that wait a moment for being told; those beyond are told at once.</summary>
    public int RefusalsHeld { get; init; } = 16_384;

    /// <summary>The most ballots that are handed over together.</summary>
    public int IntakeBatch { get; init; } = 256;

    /// <summary>Calls to Voting under way at the same time.</summary>
    public int IntakeCalls { get; init; } = 4;

    public CacheOptions Cache { get; init; } = new();

    public WaitingRoomOptions WaitingRoom { get; init; } = new();
}
