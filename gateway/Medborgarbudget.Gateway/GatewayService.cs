using System.Net;
using Medborgarbudget.Gateway.Caching;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Gateway.Intake;
using Medborgarbudget.Gateway.Intake.Plain;
using Medborgarbudget.Gateway.Limits;
using Medborgarbudget.Gateway.OpenApi;
using Medborgarbudget.Gateway.Routing;
using Medborgarbudget.Gateway.Security;
using Medborgarbudget.Gateway.WaitingRooms;
using Medborgarbudget.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Medborgarbudget.Gateway;

/// <summary>The one way in: routes, tokens, limits, the API's description. No domain rule and no database.</summary>
public static class GatewayService
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddHostDefaults("gateway");
        var options = builder.Configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? new GatewayOptions();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IProxyConfigProvider, ContractProxyConfig>();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, ServiceHttpClients>();
        builder.Services.AddSingleton<WebFallback>();
        builder.Services.AddReverseProxy();
        builder.AddErrorTexts(typeof(IntakeErrors)).AddErrorTexts(typeof(ClientErrors));
        builder.Services.AddSingleton<IntakeMetrics>().AddSingleton<RefusalPause>().AddSingleton<BallotGatherer>().AddHostedService(services => services.GetRequiredService<BallotGatherer>());
        builder.Services.AddSingleton<RequestMetrics>().AddSingleton<PlainIntake>();
        builder.Services.AddClientLimits(options);
        builder.Services.AddPublicReadCache();
        builder.AddWaitingRooms();
        builder.Services.AddSingleton<KnownClients>().AddHostedService<ClientDirectory>();
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, jwt => jwt.Events = AccessTokens.OnlyWhereExpected());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Serve(options));
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseTrustedProxies(app.Services.GetRequiredService<GatewayOptions>());
        app.UseMiddleware<RequestEnds>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<CrossOrigin>();
        app.UseMiddleware<BallotIntake>();
        app.UseMiddleware<GrpcFailures>();
        app.UseHostDefaults();
        app.UseMiddleware<AccessTokens>();
        app.UseMiddleware<StoppedClients>();
        app.UseRateLimiter();
        app.UseMiddleware<PublicReadCache>();
        app.UseMiddleware<BodyLimit>();
        app.MapWaitingRooms();
        app.UseMiddleware<WebFallback>();
        app.MapOpenApiDocument();
        app.MapReverseProxy(proxy => proxy.Use(ForwarderFailures.Answer));
        return app;
    }

    private static void Serve(this KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes * (1 + BodyLimit.PatienceFactor);
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        kestrel.AddServerHeader = false;
        var address = options.LoopbackOnly ? IPAddress.Loopback : IPAddress.Any;
        kestrel.Listen(address, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UsePlainBallots();
        });
        kestrel.Listen(address, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
    }
}
