using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Network.Consumers;
using Medborgarbudget.Network.Features;
using Medborgarbudget.Network.Grpc;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.Network;

/// <summary>The Network service: SKR's network of organisations, their membership, and the good examples they show each other.</summary>
public static class NetworkHost
{
    public static WebApplicationBuilder AddNetwork(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("network");
        builder.AddErrorTexts(typeof(NetworkErrors));
        builder.AddStorage<NetworkDb, NetworkDbSqlite, NetworkDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnEditionClosed, EditionClosed>()
            .AddScoped<OrganisationStore>()
            .AddScoped<GoodExampleStore>()
            .AddScoped<RegisterOrganisation>()
            .AddScoped<ReadOrganisations>()
            .AddScoped<SubmitApplication>()
            .AddScoped<ReadApplications>()
            .AddScoped<AnswerApplication>()
            .AddScoped<DraftGoodExample>()
            .AddScoped<PublishGoodExample>()
            .AddScoped<ReadGoodExamples>();
        return builder;
    }

    public static WebApplication MapNetwork(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<NetworkGrpcService>();
        return app;
    }
}
