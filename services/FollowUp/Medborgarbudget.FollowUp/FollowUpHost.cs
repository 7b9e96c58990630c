using Medborgarbudget.Contracts.Events;
using Medborgarbudget.FollowUp.Consumers;
using Medborgarbudget.FollowUp.Features;
using Medborgarbudget.FollowUp.Grpc;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.FollowUp;

/// <summary>The FollowUp service: what is built after the decision, and whether it had the effect it was meant to have.</summary>
public static class FollowUpHost
{
    public static WebApplicationBuilder AddFollowUp(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("followup");
        builder.AddErrorTexts(typeof(FollowUpErrors));
        builder.AddStorage<FollowUpDb, FollowUpDbSqlite, FollowUpDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnSubBudgetChanged, SubBudgetChanged>()
            .AddConsumer<OnDecisionAdjusted, DecisionAdjusted>()
            .AddScoped<MeasureStore>()
            .AddScoped<EvaluationStore>()
            .AddScoped<ReadMeasures>()
            .AddScoped<PlanMeasure>()
            .AddScoped<ReportProgress>()
            .AddScoped<StopMeasure>()
            .AddScoped<SetGoals>()
            .AddScoped<JudgeGoal>()
            .AddScoped<PublishEvaluation>()
            .AddScoped<ReadEvaluation>()
            .AddScoped<AnswerGuard>();
        return builder;
    }

    public static WebApplication MapFollowUp(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<FollowUpGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        return app;
    }
}
