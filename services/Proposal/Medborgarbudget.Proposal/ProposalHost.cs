using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Proposals.Consumers;
using Medborgarbudget.Proposals.Features;
using Medborgarbudget.Proposals.Grpc;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults;

namespace Medborgarbudget.Proposals;

/// <summary>The Proposal service: residents' drafts and proposals, support, comments, moderation.</summary>
public static class ProposalHost
{
    public static WebApplicationBuilder AddProposal(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("proposal");
        builder.AddErrorTexts(typeof(ProposalErrors));
        builder.AddStorage<ProposalDb, ProposalDbSqlite, ProposalDbPostgres>();
        builder.AddMessaging();
        builder.Services
            .AddConsumer<OnSubBudgetChanged, SubBudgetChanged>()
            .AddConsumer<OnScreeningAccepted, ScreeningAccepted>()
            .AddConsumer<OnBallotFrozen, BallotFrozen>()
            .AddConsumer<OnResultCertified, ResultCertified>()
            .AddConsumer<OnDecisionAdjusted, DecisionAdjusted>()
            .AddScoped<ProposalStore>()
            .AddScoped<ParticipationStore>()
            .AddScoped<CreateDraft>()
            .AddScoped<EditProposal>()
            .AddScoped<SubmitProposal>()
            .AddScoped<EnterProposal>()
            .AddScoped<WithdrawProposal>()
            .AddScoped<HideProposal>()
            .AddScoped<ReadProposals>()
            .AddScoped<ChangeSupport>()
            .AddScoped<AddComment>()
            .AddScoped<ReadComments>()
            .AddScoped<HideComment>()
            .AddScoped<AnswerGuard>();
        return builder;
    }

    public static WebApplication MapProposal(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<ProposalGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        return app;
    }
}
