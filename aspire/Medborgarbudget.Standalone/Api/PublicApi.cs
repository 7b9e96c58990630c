using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.Standalone.Hosting;

namespace Medborgarbudget.Standalone.Api;

/// <summary>The public API of a running system, called through its gateway as simulated persons.</summary>
public sealed class PublicApi : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset At)> _tokens = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly SimulatedSignIn _signIn;
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _everybody;
    private readonly Func<string, Interceptor>? _watch;

    /// <param name="system">A running system.</param>
    /// <param name="watch">What stands around a person's calls, if anything.</param>
    public PublicApi(StandaloneSystem system, Func<string, Interceptor>? watch = null)
        : this((system ?? throw new ArgumentNullException(nameof(system))).Gateway, system.GatewayGrpc, system.Clock, watch)
    {
    }

    /// <param name="gateway">Where sign-in is served.</param>
    /// <param name="gatewayGrpc">Where gRPC is served.</param>
    /// <param name="clock">The installation's.</param>
    /// <param name="watch">What stands around a person's calls, if anything.</param>
    /// <param name="wire">What carries everybody's calls, tokens and keys included, if not gRPC alone.</param>
    public PublicApi(Uri gateway, Uri gatewayGrpc, TimeProvider clock, Func<string, Interceptor>? watch = null, Interceptor? wire = null)
    {
        (_clock, _watch) = (clock, watch);
        _signIn = new SimulatedSignIn(gateway);
        _channel = new ServiceAddress(gatewayGrpc, SocketPath: null).OpenChannel();
        _everybody = wire is null ? _channel.CreateCallInvoker() : _channel.Intercept(wire);
    }

    /// <summary>What a visitor's clients call through.</summary>
    public CallInvoker Visitor => _everybody;

    /// <summary>What a person's clients call through.</summary>
    public async Task<CallInvoker> As(string person, CancellationToken cancellationToken)
    {
        var invoker = WithBearer(await TokenAsync(person, cancellationToken));
        return _watch is null ? invoker : invoker.Intercept(_watch(person));
    }

    /// <summary>A person's access token, renewed when the installation's clock says so.</summary>
    public async Task<string> TokenAsync(string person, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (!_tokens.TryGetValue(person, out var kept) || now - kept.At > Kept || now < kept.At)
        {
            kept = (await _signIn.TokenAsync(person, cancellationToken), now);
            _tokens[person] = kept;
        }

        return kept.Token;
    }

    /// <summary>Signs the persons in side by side, so that none of their calls waits for it.</summary>
    public Task SignInAsync(IEnumerable<string> persons, CancellationToken cancellationToken) =>
        Task.WhenAll(persons.Distinct().Select(person => TokenAsync(person, cancellationToken)));

    /// <summary>Forgets every token, so that new roles are in the next ones.</summary>
    public void SignOut() => _tokens.Clear();

    /// <summary>Forgets the persons' tokens.</summary>
    public void SignOut(IEnumerable<string> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        foreach (var person in persons)
        {
            _tokens.TryRemove(person, out _);
        }
    }

    /// <summary>What the holder of a ballot token calls through.</summary>
    public CallInvoker WithBearer(string token, string? idempotencyKey = null) => _everybody.Intercept(metadata =>
    {
        metadata.Add("Authorization", $"Bearer {token}");
        if (idempotencyKey is not null)
        {
            metadata.Add("Idempotency-Key", idempotencyKey);
        }

        return metadata;
    });

    /// <summary>
    /// Repeats a call that another service is not ready for yet: what one service has answered, the others learn a moment later. Gives up
    /// with the last refusal after twenty seconds. The pauses grow, so that a service that counts calls (thirty casts in a minute) does not take
    /// the waiting for a flood.
    /// </summary>
    public static async Task<T> Eventually<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        for (var pause = ShortestPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (MayPass(exception) && TimeProvider.System.GetUtcNow() < deadline)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    public void Dispose() => _channel.Dispose();

    private static bool MayPass(RpcException exception) => exception.StatusCode is
        StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Unavailable or StatusCode.Aborted;
}
