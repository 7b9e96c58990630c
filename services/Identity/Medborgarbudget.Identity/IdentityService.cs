using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Consumers;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.Grpc;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Identity.OpenId.ThirdParties;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.Identity;

/// <summary>The Identity service: sign-in, persons and roles, rolls, voting codes and ballot tokens.</summary>
public static class IdentityService
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = IdentitySettings.Read(builder.Configuration, builder.Environment);
        builder.AddServiceDefaults("identity");
        builder.AddStorage<IdentityDb, IdentityDbSqlite, IdentityDbPostgres>();
        builder.AddMessaging();
        builder.AddErrorTexts(typeof(IdentityErrors));
        builder.Services.AddSingleton(settings);
        builder.Services.AddKeys(settings);
        builder.Services.AddSessions(settings);
        builder.Services.AddOpenIdServer(settings);
        builder.AddBrokers(settings);
        builder.Services.AddSingleton(new NetworkLeaders(builder.Configuration.GetSection("Identity:NetworkLeaders").Get<string[]>() ?? [], settings.SimulatedEid));
        builder.Services.AddFeatures();
        builder.Services.AddRolls();
        builder.Services.AddCodes();
        builder.Services.AddPlaces();
        builder.Services.AddKeyCustody();
        builder.Services.AddAudit();
        builder.Services.AddThirdParties();
        builder.Services.AddConsumer<OnOrganisationChanged, OrganisationChanged>();
        builder.Services.AddConsumer<OnSubBudgetChanged, SubBudgetChanged>();
        builder.Services.AddWebhooks(WebhookSettings.Read(builder.Configuration, builder.Environment));
        return builder;
    }

    public static WebApplication MapIdentity(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<ReadableForms>();
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapOpenId(app.Services.GetRequiredService<IdentitySettings>());
        app.MapGet("/.well-known/ballot-jwks", (BallotTokens tokens) => Results.Json(tokens.PublicKeys()));
        app.MapGrpcService<IdentityGrpcService>();
        app.MapGrpcService<RollGrpcService>();
        app.MapGrpcService<CodeBatchGrpcService>();
        app.MapGrpcService<VotingPlaceGrpcService>();
        app.MapGrpcService<AuditGrpcService>();
        app.MapGrpcService<ElectorateGrpcService>();
        app.MapGrpcService<GuardGrpcService>();
        app.MapGrpcService<ApiClientGrpcService>();
        app.MapGrpcService<ClientDirectoryGrpcService>();
        app.MapGrpcService<WebhookGrpcService>();
        app.MapGrpcService<PendingActionGrpcService>();
        return app;
    }

    /// <summary>
    /// Puts a new key-encryption key first: the mode <c>rotate-kek</c>. The mode <c>migrate</c> then wraps every pseudonym key under it.
    /// </summary>
    public static void RotateKeyEncryptionKey(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var settings = app.Services.GetRequiredService<IdentitySettings>();
        var id = KeyEncryptionKeys.Rotate(settings.KeyEncryptionKeyFile, app.Services.GetRequiredService<TimeProvider>());
        app.Logger.LogInformation("New keys are wrapped under {KeyId}; the mode migrate wraps the older ones under it too", id);
    }

    /// <summary>Adds signing keys for access and ballot tokens: the mode <c>rotate-signing-keys</c>. Replicas that run take them up by themselves.</summary>
    public static void RotateSigningKeys(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var settings = app.Services.GetRequiredService<IdentitySettings>();
        var (access, ballot) = KeyFile.Rotate(settings.KeyFile, app.Services.GetRequiredService<TimeProvider>());
        app.Logger.LogInformation("{Access} signs access tokens and {Ballot} ballot tokens after {Overlap}", access, ballot, SigningSchedule.Overlap);
    }

    private static void AddKeys(this IServiceCollection services, IdentitySettings settings)
    {
        services.AddSingleton(provider =>
        {
            var clock = provider.GetRequiredService<TimeProvider>();
            return new KeyRing(KeyFile.LoadOrCreate(settings.KeyFile, clock), clock.GetUtcNow());
        });
        services.AddSingleton<Sealer>();
        services.AddSingleton<KeyedHashes>();
        services.AddSingleton<IKeyVault>(provider => new FileKeyVault(settings.KeyEncryptionKeyFile, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Pseudonyms>();
        services.AddScoped<KeyStore>().AddScoped<KeyErasure>().AddScoped<KeyRewrap>();
        services.AddSingleton(new AfterMigration((scope, cancellationToken) => scope.GetRequiredService<KeyRewrap>().RunAsync(cancellationToken)));
        services.AddHealthChecks().AddCheck<PseudonymKeysOpen>("pseudonym keys", HealthStatus.Unhealthy, [ServiceDefaultsExtensions.ReadyTag]);
        services.AddSingleton<IDataProtectionProvider>(provider => new SealedDataProtection(provider.GetRequiredService<KeyRing>()));

        // This service knows the keys itself and need not fetch them over the network, unless a file of keys is named.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).PostConfigure<KeyRing, IConfiguration>((options, keys, configuration) =>
        {
            if (string.IsNullOrEmpty(configuration["Auth:KeysFile"]))
            {
                options.ConfigurationManager = new OwnKeys(keys);
            }
        });
    }

    private static void AddSessions(this IServiceCollection services, IdentitySettings settings) =>
        services.AddAuthentication().AddCookie(Session.Scheme, options =>
        {
            var isHttps = settings.Issuer.Scheme == Uri.UriSchemeHttps;
            options.Cookie.Name = isHttps ? $"__Host-{Session.Scheme}" : Session.Scheme;
            options.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
            options.ExpireTimeSpan = Session.Lifetime;
            options.SlidingExpiration = false;
        });

    private static void AddFeatures(this IServiceCollection services)
    {
        services.AddSingleton<GatheredReads>().AddSingleton<PersonArrivals>();
        services.AddScoped<PersonStore>().AddScoped<RoleStore>();
        services.AddScoped<RolesOf>().AddScoped<PersonPrincipals>();
        services.AddScoped<AuthorizeEndpoint>().AddScoped<TokenEndpoint>().AddScoped<LogoutEndpoint>();
        services.AddScoped<GetMe>().AddScoped<InviteAdministrators>().AddScoped<RedeemInvitation>();
        services.AddScoped<ChangeRoleGrant>().AddScoped<RequestRoleGrant>().AddScoped<ApproveRoleGrant>();
        services.AddScoped<RequestRoleRevocation>().AddScoped<ApproveRoleRevocation>().AddScoped<ListRoleGrants>();
        services.AddScoped<PendingActionStore>().AddScoped<ListPendingActions>();
    }

    private static void AddKeyCustody(this IServiceCollection services)
    {
        services.AddScoped<SubBudgetAccess>().AddScoped<ChangeKeyCustody>();
        services.AddScoped<GetPseudonymKey>().AddScoped<RequestKeyDestruction>().AddScoped<ApproveKeyDestruction>();
        services.AddScoped<VoterPseudonyms>().AddScoped<ListIssuedPseudonyms>().AddScoped<GetElectorate>();
    }

    private static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditSeals>();
        services.AddScoped<AuditStore>().AddScoped<AuditTrail>();
        services.AddConsumer<OnOfficialActed, OfficialActed>();
        services.AddScoped<ListAuditEntries>().AddScoped<VerifyAuditLog>();
    }

    private static void AddCodes(this IServiceCollection services)
    {
        services.AddScoped<CodeBatchStore>().AddScoped<ChangeCodeBatch>();
        services.AddScoped<CreateCodeBatch>().AddScoped<ListCodeBatches>().AddScoped<DownloadCodeBatch>().AddScoped<RenewCodeBatch>();
    }

    private static void AddPlaces(this IServiceCollection services)
    {
        services.AddScoped<PlaceStore>().AddScoped<MarkStore>().AddScoped<VoterKeys>().AddScoped<VotingPlaceAccess>().AddScoped<ShiftAccess>();
        services.AddScoped<CreateVotingPlace>().AddScoped<ListVotingPlaces>().AddScoped<AssignShift>().AddScoped<ListShifts>();
        services.AddScoped<ListMyShifts>().AddScoped<GetShift>();
        services.AddScoped<MarkAtPlace>().AddScoped<SettleOfflineMarks>().AddScoped<CloseShift>().AddScoped<GetChannelMarks>();
    }

    private static void AddThirdParties(this IServiceCollection services)
    {
        services.AddScoped<ApiClientStore>().AddScoped<ThirdPartyClients>().AddScoped<Consents>();
        services.AddScoped<RegisterApiClient>().AddScoped<ListApiClients>().AddScoped<ListKnownClients>();
        services.AddScoped<ChangeApiClient>().AddScoped<ApproveApiClient>().AddScoped<SuspendApiClient>().AddScoped<ResumeApiClient>();
        services.AddScoped<RemoveApiClient>().AddScoped<RotateApiClientSecret>().AddScoped<SetApiClientKeys>();
        services.AddScoped<ListMyConsents>().AddScoped<WithdrawConsent>();
    }

    private static void AddWebhooks(this IServiceCollection services, WebhookSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<WebhookPost>().AddHostedService<WebhookSender>();
        services.AddScoped<WebhookStore>().AddScoped<Announcements>().AddScoped<WebhookAccess>().AddScoped<ChangeWebhook>();
        services.AddScoped<CreateWebhook>().AddScoped<ListWebhooks>().AddScoped<RotateWebhookSecret>().AddScoped<EnableWebhook>().AddScoped<RemoveWebhook>();
        services.AddScoped<ListWebhookDeliveries>().AddScoped<ReplayWebhookDeliveries>();
        services.AddConsumer<OnResultCertified, ResultCertified>();
        services.AddConsumer<OnDecisionAdjusted, DecisionAdjusted>();
        services.AddConsumer<OnLegalForceDue, LegalForceDue>();
        services.AddConsumer<OnMeasureChanged, MeasureChanged>();
    }

    private static void AddRolls(this IServiceCollection services)
    {
        services.AddScoped<RollStore>().AddScoped<RollText>().AddScoped<RollReader>().AddScoped<RollWriter>().AddScoped<RollIntake>().AddScoped<OpenImports>();
        services.AddScoped<IRollBulk>(provider =>
        {
            var db = provider.GetRequiredService<IdentityDb>();
            return db.Database.IsNpgsql() ? new PostgresRollBulk(db) : new SqliteRollBulk(db);
        });
        services.AddScoped<StartRollImport>().AddScoped<PutRollImportPart>().AddScoped<CommitRollImport>().AddScoped<GetRollImport>();
        services.AddScoped<RollImportStore>().AddScoped<RollChangeStore>().AddScoped<CancelRollImport>().AddScoped<ListRollFaults>();
        services.AddScoped<GetRollSummary>().AddScoped<AskGuard>();
        services.AddScoped<FreeChoiceStore>().AddScoped<BallotDesk>().AddScoped<IssueBallotToken>().AddScoped<RedeemBallotIdentification>().AddScoped<RedeemVotingCode>();
        services.AddScoped<DeclarationStore>().AddScoped<DeclarationAccess>();
        services.AddScoped<DeclareConnection>().AddScoped<GetMyDeclaration>().AddScoped<WithdrawDeclaration>().AddScoped<ListDeclarations>();
        services.AddSingleton<BallotIdentifications>().AddSingleton<BallotTokens>().AddSingleton<TokenMarks>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenMarks>());
    }
}
