using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Screenings.Consumers;
using Medborgarbudget.Screenings.Features;
using Medborgarbudget.Screenings.Grpc;
using Medborgarbudget.Screenings.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.Screenings;

/// <summary>The Screening service: officials judge each received proposal against the criteria, four eyes accept, reviews.</summary>
public static class ScreeningHost
{
    public static WebApplicationBuilder AddScreening(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("screening");
        builder.AddErrorTexts(typeof(ScreeningErrors));
        builder.AddStorage<ScreeningDb, ScreeningDbSqlite, ScreeningDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnSubBudgetChanged, SubBudgetChanged>()
            .AddConsumer<OnProposalChanged, ProposalChanged>()
            .AddScoped<ScreeningStore>()
            .AddScoped<ReadScreenings>()
            .AddScoped<AssignScreener>()
            .AddScoped<AssessProposal>()
            .AddScoped<AcceptScreening>()
            .AddScoped<RequestReview>()
            .AddScoped<DecideReview>()
            .AddScoped<ReadOutcome>()
            .AddScoped<ListFeasible>()
            .AddScoped<AnswerGuard>();
        return builder;
    }

    public static WebApplication MapScreening(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<ScreeningGrpcService>();
        app.MapGrpcService<ScreeningInternalGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        return app;
    }
}
