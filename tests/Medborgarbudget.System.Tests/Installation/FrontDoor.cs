using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>The load balancer before the gateways: it asks each whether it is ready, ten times a second, and sends nobody to one that is not.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FrontDoor(WebApplication app) => _app = app;

    public static async Task<FrontDoor> OpenAsync(Uri address, IEnumerable<Uri> gateways, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.ToString());
        builder.Services.AddReverseProxy().LoadFromMemory([Everything()], [Cluster(gateways)]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync(cancellationToken);
        return new FrontDoor(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static RouteConfig Everything() => new()
    {
        RouteId = "everything",
        ClusterId = "gateways",
        Match = new RouteMatch { Path = "{**path}" },
        Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
    };

    private static ClusterConfig Cluster(IEnumerable<Uri> gateways) => new()
    {
        ClusterId = "gateways",
        LoadBalancingPolicy = "RoundRobin",
        Destinations = gateways.Select((gateway, number) => (Name: $"gateway-{number}", gateway))
            .ToDictionary(each => each.Name, each => new DestinationConfig { Address = each.gateway.ToString() }),
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromMilliseconds(100),
                Timeout = TimeSpan.FromSeconds(5),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = "/health",
            },
        },
        Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
    };
}
