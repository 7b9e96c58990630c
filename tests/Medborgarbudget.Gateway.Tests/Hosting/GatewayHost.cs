using System.Diagnostics.Metrics;
using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http.Features;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>The real gateway on two free ports of the loopback.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        Address = new Uri(addresses[0]);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        Grpc = GrpcChannel.ForAddress(addresses[1]);
        GrpcWeb = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(new SocketsHttpHandler()),
            HttpVersion = HttpVersion.Version11,
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });
    }

    public Uri Address { get; }

    /// <summary>Whose meters are this gateway's.</summary>
    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    public HttpClient Http { get; }

    public GrpcChannel Grpc { get; }

    public GrpcChannel GrpcWeb { get; }

    public static async Task<GatewayHost> StartAsync(
        IReadOnlyDictionary<string, string?> settings, TimeProvider clock, CancellationToken cancellationToken, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Port"] = "0",
            ["Gateway:GrpcPort"] = "0",
            ["Gateway:LoopbackOnly"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(clock);
        builder.AddGateway();
        more?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync(cancellationToken);
        return new GatewayHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        GrpcWeb.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
