using Grpc.Core;
using Medborgarbudget.ServiceDefaults.Hosting;

namespace Medborgarbudget.ServiceDefaults.Clients;

/// <summary>gRPC clients to other services of the system, with this service's own token on every call.</summary>
public static class ServiceClients
{
    /// <summary>Adds a client to <paramref name="service"/> (as in <c>Services:{service}:Address</c>); a call has 10 s unless it says otherwise.</summary>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, IConfiguration configuration, string service)
        where TClient : ClientBase
    {
        var address = ServiceAddress.Require(configuration, service);
        services.AddGrpcClient<TClient>(options => options.Address = address.Uri)
            .ConfigurePrimaryHttpMessageHandler(address.CreateHandler)
            .ConfigureChannel(options => options.UnsafeUseInsecureChannelCallCredentials = true)
            .AddCallCredentials(async (context, metadata, provider) =>
            {
                var token = await provider.GetRequiredService<ServiceTokens>().GetAsync(context.CancellationToken);
                metadata.Add("Authorization", $"Bearer {token}");
            });
        return services;
    }

    internal static void AddServiceTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ServiceTokens>();
        if (ServiceAddress.Find(configuration, "Identity") is { } identity)
        {
            services.AddHttpClient(ServiceTokens.Client, client =>
            {
                client.BaseAddress = identity.Uri;
                client.DefaultRequestVersion = System.Net.HttpVersion.Version20;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
                client.Timeout = TimeSpan.FromSeconds(10);
            }).ConfigurePrimaryHttpMessageHandler(identity.CreateHandler);
        }
    }
}
