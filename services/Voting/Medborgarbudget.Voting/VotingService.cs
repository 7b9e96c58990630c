using Grpc.AspNetCore.Server;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Closing;
using Medborgarbudget.Voting.Consumers;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Features;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace Medborgarbudget.Voting;

/// <summary>The Voting service: the frozen ballot, the intake, the ledger, the close, the count.</summary>
public static class VotingService
{
    public static WebApplicationBuilder AddVoting(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults("voting").AddErrorTexts(typeof(VotingErrors));
        builder.AddStorage<VotingDb, VotingDbSqlite, VotingDbPostgres>().AddMessaging();
        builder.Services.AddConsumer<OnSubBudgetChanged, SubBudgetChanged>();
        builder.AddVotingOptions();
        builder.AddBox();
        builder.AddIntake();
        builder.AddLog();
        builder.AddFeatures();
        return builder;
    }

    public static WebApplication MapVoting(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<VotingGrpcService>();
        app.MapGrpcService<PaperGrpcService>();
        app.MapGrpcService<BallotIntakeGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        return app;
    }

    private static void AddVotingOptions(this WebApplicationBuilder builder)
    {
        var isProduction = builder.Environment.IsProduction();
        builder.Services.AddOptions<VotingOptions>()
            .BindConfiguration(VotingOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => AcknowledgementLevels.Find(options.AcknowledgementLevel) is not null,
                "Voting:AcknowledgementLevel must be memory, store, ledger or ledger-replica.")
            .Validate(
                options => !isProduction || AcknowledgementLevels.Find(options.AcknowledgementLevel) != AcknowledgementLevel.Memory,
                "Voting:AcknowledgementLevel memory is refused in Production.")
            .Validate(
                options => !isProduction || options.MostClockDriftSeconds > 0,
                "Voting:MostClockDriftSeconds 0 is refused in Production.")
            .ValidateOnStart();
    }

    private static void AddBox(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var redis = builder.Configuration["Redis:ConnectionString"]
            ?? throw new InvalidOperationException("Configuration Redis:ConnectionString is missing.");
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(redis);

            // A store that is away at start or for a while is waited for, not given up.
            options.AbortOnConnectFail = false;

            // Level store asks how the server syncs, and the client counts even reading its configuration among what an administrator does.
            options.AllowAdmin = true;
            return ConnectionMultiplexer.Connect(options);
        });
        services.AddSingleton<BallotStore>().AddSingleton<StoreClock>();
        services.AddSingleton<ShardRebuild>();
        services.AddSingleton(provider => MakeLedger(builder.Configuration, provider));
    }

    private static ILedger MakeLedger(ConfigurationManager configuration, IServiceProvider provider)
    {
        var connection = configuration["Storage:ConnectionString"]!;
        var options = provider.GetRequiredService<IOptions<VotingOptions>>().Value;
        var patience = TimeSpan.FromSeconds(options.LedgerPatienceSeconds);
        return configuration["Storage:Provider"] == "postgres"
            ? new PostgresLedger(NpgsqlDataSource.Create(connection), patience)
            : new SqliteLedger(connection, patience);
    }

    private static void AddIntake(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IntakeGate>();
        services.AddHealthChecks().AddCheck<IntakeGate>("ballot-box", tags: [ServiceDefaultsExtensions.ReadyTag]);
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<IOptions<VotingOptions>>(StayReadyWithoutTheLedger);
        services.AddSingleton<OpenRounds>();
        services.AddSingleton<BallotKeys>();
        services.AddSingleton<BallotTokens>();
        services.AddSingleton<IntakeQueue>().AddSingleton<IntakeMetrics>();
        services.AddSingleton<Reconciler>().AddSingleton<EarlierBallots>();
        services.AddSingleton<LedgerBacklog>().AddHostedService(provider => provider.GetRequiredService<LedgerBacklog>());
        BallotKeyRefresh.AddClient(services, builder.Configuration);
        services.AddHostedService<BallotKeyRefresh>();
        services.AddHostedService<ClockWatch>();
        services.AddHostedService<BallotBoxOpening>();
        services.AddHostedService<IntakeWorker>();
        services.AddHostedService<ClosingClock>();
        services.AddHostedService<CastcheckSweep>();
        services.AddHostedService<CountWorker>();
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, LeaveBallotTokensAlone);
    }

    /// <summary>At the levels that do not wait for the ledger, an instance that has once compared it with the store goes on without it.</summary>
    private static void StayReadyWithoutTheLedger(HealthCheckServiceOptions checks, IOptions<VotingOptions> options)
    {
        if (!options.Value.Level.WaitsForLedger())
        {
            checks.Registrations.Single(check => check.Name == "database").Tags.Remove(ServiceDefaultsExtensions.ReadyTag);
        }
    }

    private static void AddLog(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LogKeys>().AddSingleton<LogSignal>().AddSingleton<LogGaps>().AddSingleton<Receipts>().AddSingleton<FreshLeaves>();
        services.AddScoped<LogStore>().AddScoped<BallotLog>().AddScoped<LogProofs>().AddScoped<SealedShard>();
        services.AddHostedService<LogWriter>();
    }

    /// <summary>A ballot token is not an access token: where one is expected, nobody tries to read it as the other.</summary>
    private static void LeaveBallotTokensAlone(JwtBearerOptions options)
    {
        options.Events ??= new JwtBearerEvents();
        options.Events.OnMessageReceived = context =>
        {
            var method = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName;
            if (method is not null && AccessRules.Find(method)?.Access.BallotToken == true)
            {
                context.NoResult();
            }

            return Task.CompletedTask;
        };
    }

    private static void AddFeatures(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<RoundStore>().AddScoped<CountStore>().AddScoped<LedgerReader>().AddScoped<CastcheckStore>();
        services.AddScoped<RoundCloser>().AddScoped<CountRun>().AddScoped<PaperStore>().AddScoped<OfficersMarks>().AddScoped<ChannelSeal>().AddScoped<PaperFiles>().AddScoped<ExplanationRun>().AddSingleton<CountSignal>();
        services.AddScoped<ObjectAccess>().AddScoped<CountAccess>().AddScoped<BallotDraw>();
        services.AddScoped<RequestFreeze>().AddScoped<ApproveFreeze>().AddScoped<GetManifest>();
        services.AddScoped<CastBallot>().AddScoped<GetBallotStatus>().AddScoped<ShowBallot>().AddScoped<CheckReceipt>();
        services.AddScoped<PublishedLog>().AddScoped<GetManifestDocument>().AddScoped<GetLogHeads>().AddScoped<GetLogTile>().AddScoped<AddCosignature>();
        services.AddScoped<GetClosing>().AddScoped<GetPublishedFiles>().AddScoped<GetSealedBallots>();
        services.AddScoped<GetVotingStatus>().AddScoped<GetTurnout>().AddScoped<CloseVoting>();
        services.AddScoped<PaperAccess>().AddScoped<OpenPaperBatch>().AddScoped<ListPaperBatches>().AddScoped<CorrectPaperBatch>().AddScoped<ClosePaperBatch>();
        services.AddScoped<ReadPaperCard>().AddScoped<ListDoubtfulCards>().AddScoped<SettlePaperCard>();
        services.AddScoped<GetReconciliation>().AddScoped<PublishedPaper>().AddScoped<GetChannels>().AddScoped<GetSealedCards>().AddScoped<GetAnnulledVoters>();
        services.AddScoped<StartCount>().AddScoped<GetCount>().AddScoped<CancelCount>();
        services.AddScoped<FilesOfCount>().AddScoped<PublishResult>().AddScoped<CertifyResult>();
        services.AddScoped<GetResult>().AddScoped<GetExplanation>().AddScoped<GetResultDocument>().AddScoped<GetCountedList>().AddScoped<AskGuard>();
    }
}
