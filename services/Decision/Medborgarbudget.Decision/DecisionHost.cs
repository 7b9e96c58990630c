using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Decisions.Consumers;
using Medborgarbudget.Decisions.Features;
using Medborgarbudget.Decisions.Grpc;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.Decisions;

/// <summary>The Decision service: the mandate before the process, and what the elected body decides after the vote.</summary>
public static class DecisionHost
{
    public static WebApplicationBuilder AddDecision(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("decision");
        builder.AddErrorTexts(typeof(DecisionErrors));
        builder.AddStorage<DecisionDb, DecisionDbSqlite, DecisionDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnSubBudgetChanged, SubBudgetChanged>()
            .AddConsumer<OnResultCertified, ResultCertified>()
            .AddScoped<MandateStore>()
            .AddScoped<CaseStore>()
            .AddScoped<RecordMandate>()
            .AddScoped<ReadMandate>()
            .AddScoped<ReadCase>()
            .AddScoped<WriteReport>()
            .AddScoped<RecordDecision>()
            .AddScoped<MakePublic>()
            .AddScoped<AnswerGuard>()
            .AddHostedService<LegalForceClock>();
        return builder;
    }

    public static WebApplication MapDecision(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<DecisionGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        return app;
    }
}
