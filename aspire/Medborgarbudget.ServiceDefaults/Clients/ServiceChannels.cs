using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Medborgarbudget.ServiceDefaults.Hosting;

namespace Medborgarbudget.ServiceDefaults.Clients;

/// <summary>
/// Channels to the other services by name (as in <c>Services:{Name}:Address</c>), with this service's own token on every call. One channel a
/// service, made when first used; a call without a deadline of its own has ten seconds.
/// </summary>
public sealed class ServiceChannels : IDisposable
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (GrpcChannel Channel, CallInvoker Invoker)> _channels = new(StringComparer.Ordinal);
    private readonly IConfiguration _configuration;
    private readonly ServiceTokens _tokens;

    internal ServiceChannels(IConfiguration configuration, ServiceTokens tokens) => (_configuration, _tokens) = (configuration, tokens);

    /// <summary>What a generated client calls through. Throws <see cref="InvalidOperationException"/> when the service has no address.</summary>
    public CallInvoker To(string service) => _channels.GetOrAdd(service, Open).Invoker;

    public void Dispose()
    {
        foreach (var (channel, _) in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private (GrpcChannel Channel, CallInvoker Invoker) Open(string service)
    {
        var address = ServiceAddress.Require(_configuration, service);
        var credentials = CallCredentials.FromInterceptor(async (context, metadata) =>
            metadata.Add("Authorization", $"Bearer {await _tokens.GetAsync(context.CancellationToken)}"));
        var channel = address.OpenChannel(credentials);
        return (channel, channel.Intercept(new Deadlines()));
    }

    private sealed class Deadlines : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            // gRPC deadlines are kept by the machine's own clock, whatever clock the installation runs on.
            var options = context.Options.Deadline is null ? context.Options.WithDeadline(TimeProvider.System.GetUtcNow().UtcDateTime + DefaultDeadline) : context.Options;
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
        }
    }
}
