using Medborgarbudget.Gateway.Routing;
using Medborgarbudget.ServiceDefaults;
using StackExchange.Redis;

namespace Medborgarbudget.Gateway.WaitingRooms;

internal static class WaitingRoomRegistration
{
    private const int PatienceMilliseconds = 1000;

    public static void AddWaitingRooms(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddGrpcDefaults();

        // What the gateway does not serve itself is for the routes to the services, or for nobody.
        services.Configure<Grpc.AspNetCore.Server.GrpcServiceOptions>(grpc => grpc.IgnoreUnknownServices = true);
        builder.AddErrorTexts(typeof(GatewayErrors));
        services.AddSingleton<TicketSeal>().AddSingleton<Doorkeeper>().AddSingleton<SubBudgets>();
        if (builder.Configuration[RedisKeys.Connection] is { Length: > 0 } redis)
        {
            services.AddSingleton<IConnectionMultiplexer>(_ => Connect(redis));
            services.AddSingleton<IWaitingLines, RedisLines>();
        }
        else
        {
            services.AddSingleton<IWaitingLines, MemoryLines>();
        }
    }

    public static void MapWaitingRooms(this WebApplication app)
    {
        app.UseMiddleware<WaitingRoomGate>();
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<OwnService>() is not null,
            own => own.UseGrpcDefaults());
        app.MapGrpcService<WaitingRoomGrpcService>().WithMetadata(OwnService.Instance);

        // A key that is missing is told at the start, not to the first voter.
        app.Services.GetRequiredService<TicketSeal>();
    }

    /// <summary>A store that is away holds nobody up: its absence is noticed at once.</summary>
    private static ConnectionMultiplexer Connect(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = PatienceMilliseconds;
        return ConnectionMultiplexer.Connect(options);
    }
}
