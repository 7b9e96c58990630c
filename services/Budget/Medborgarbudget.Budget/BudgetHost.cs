using Medborgarbudget.Budgets.Consumers;
using Medborgarbudget.Budgets.Features;
using Medborgarbudget.Budgets.Grpc;
using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.Budgets;

/// <summary>The Budget service: editions, sub-budgets, money, calendar, outreach, and the phase with its guards.</summary>
public static class BudgetHost
{
    public static WebApplicationBuilder AddBudget(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("budget");
        builder.AddErrorTexts(typeof(BudgetErrors));
        builder.AddStorage<BudgetDb, BudgetDbSqlite, BudgetDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnOrganisationChanged, OrganisationChanged>()
            .AddScoped<EditionStore>()
            .AddScoped<SubBudgetStore>()
            .AddScoped<CreateEdition>()
            .AddScoped<ReadEditions>()
            .AddScoped<CloseEdition>()
            .AddScoped<AddCriteriaSet>()
            .AddScoped<CreateSubBudget>()
            .AddScoped<ReplacePlan>()
            .AddScoped<ReadSubBudgets>()
            .AddScoped<SetOutreachText>()
            .AddScoped<AdvancePhase>()
            .AddScoped<ChangeCalendar>()
            .AddSingleton<Guards>()
            .AddHostedService<PhaseClock>();
        return builder;
    }

    public static WebApplication MapBudget(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<BudgetGrpcService>();
        return app;
    }
}
