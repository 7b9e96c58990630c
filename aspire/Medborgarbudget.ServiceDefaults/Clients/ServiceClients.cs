using Medborgarbudget.ServiceDefaults.Hosting;

namespace Medborgarbudget.ServiceDefaults.Clients;

/// <summary>Registers what calls to other services need.</summary>
internal static class ServiceClients
{
    public static void AddServiceTokens(this IServiceCollection services, IConfiguration configuration)
    {
        // A process that knows no Identity asks for no token, but what would ask is made all the same.
        services.AddHttpClient();
        var key = ServiceKey.Find(configuration);
        services.AddSingleton(provider => new ServiceTokens(
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<ServiceName>(), configuration, provider.GetRequiredService<TimeProvider>(), key));
        services.AddSingleton(provider => new ServiceChannels(configuration, provider.GetRequiredService<ServiceTokens>()));
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
