using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>Routes made of the protos, and one cluster per service. Nothing else is reachable; it never changes while running.</summary>
internal sealed class ContractProxyConfig(IConfiguration configuration, GatewayOptions options) : IProxyConfigProvider
{
    private static readonly string[] SignInPaths = ["/connect/{**rest}", "/.well-known/{**rest}", "/eid/{**rest}", "/simulated-eid/{**rest}"];

    private readonly Fixed _config = new(
        [.. PublicApi.Operations.Where(operation => !operation.IsOwn).SelectMany(RoutesOf), .. SignInPaths.Select(SignInRoute)],
        [.. PublicApi.Owners.Select(owner => ClusterOf(owner, configuration, options))]);

    public IProxyConfig GetConfig() => _config;

    /// <summary>How every service is called: HTTP/2, also for JSON, since a port without TLS speaks only one version.</summary>
    public static ForwarderRequestConfig RequestsWithin(GatewayOptions options) => new()
    {
        Version = System.Net.HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
    };

    /// <summary>One route for JSON and one for gRPC and gRPC-Web.</summary>
    private static IEnumerable<RouteConfig> RoutesOf(Operation operation)
    {
        var expects = operation.Access.BallotToken ? ExpectedToken.Ballot : ExpectedToken.Access;
        var json = new RouteMatch { Path = operation.Path, Methods = [operation.Verb] };
        var grpc = new RouteMatch { Path = operation.GrpcPath, Methods = [HttpMethods.Post] };
        yield return Route(operation.JsonRoute, operation.Owner, json, expects);
        yield return Route(operation.GrpcRoute, operation.Owner, grpc, expects);
    }

    private static RouteConfig SignInRoute(string path) =>
        Route(path, "identity", new RouteMatch { Path = path }, ExpectedToken.Own) with
        {
            // Sign-in sends the browser back here, so Identity must know the name that the browser uses.
            Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
        };

    private static RouteConfig Route(string id, string cluster, RouteMatch match, ExpectedToken expects) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        Match = match,
        Metadata = new Dictionary<string, string> { [nameof(ExpectedToken)] = expects.ToString() },
    };

    private static ClusterConfig ClusterOf(string service, IConfiguration configuration, GatewayOptions options)
    {
        // A service without address gets a cluster without destination: its operations answer that it is unavailable.
        var address = ServiceAddress.Find(configuration, service);
        return new ClusterConfig
        {
            ClusterId = service,
            HttpRequest = RequestsWithin(options),
            Destinations = address is null
                ? null
                : new Dictionary<string, DestinationConfig> { [service] = new() { Address = address.Uri.ToString() } },
        };
    }

    private sealed record Fixed(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
