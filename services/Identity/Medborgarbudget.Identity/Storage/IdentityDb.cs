using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenIddict.EntityFrameworkCore.Models;

namespace Medborgarbudget.Identity.Storage;

internal abstract class IdentityDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<PersonRow> Persons => Set<PersonRow>();

    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();

    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<FreeChoiceRow> FreeChoices => Set<FreeChoiceRow>();

    public DbSet<DeclarationRow> Declarations => Set<DeclarationRow>();

    public DbSet<RollHead> Rolls => Set<RollHead>();

    public DbSet<PseudonymKeyRow> PseudonymKeys => Set<PseudonymKeyRow>();

    public DbSet<PseudonymKeyLogRow> PseudonymKeyLog => Set<PseudonymKeyLogRow>();

    public DbSet<SpentTokenRow> SpentTokens => Set<SpentTokenRow>();

    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();

    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();

    public DbSet<RollImportRow> RollImports => Set<RollImportRow>();

    public DbSet<RollImportPartRow> RollImportParts => Set<RollImportPartRow>();

    public DbSet<RollFaultPageRow> RollFaultPages => Set<RollFaultPageRow>();

    public DbSet<CodeBatch> CodeBatches => Set<CodeBatch>();

    public DbSet<RollEntryRow> RollEntries => Set<RollEntryRow>();

    public DbSet<VotingPlace> VotingPlaces => Set<VotingPlace>();

    public DbSet<Shift> Shifts => Set<Shift>();

    public DbSet<ApiClient> ApiClients => Set<ApiClient>();

    public DbSet<ApiClientConsentRow> ApiClientConsents => Set<ApiClientConsentRow>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    // The audit log is kept here: what officials do here is written into it at once.
    protected override bool TellsOfficialActs => false;

    /// <summary>Begins a transaction, or joins the one that carries an idempotency key: then null, and the one who began it commits.</summary>
    public async Task<IDbContextTransaction?> BeginOrJoinAsync(CancellationToken cancellationToken) =>
        Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<RoleGrantId>().HaveConversion<IdConverter<RoleGrantId>>();
        configurationBuilder.Properties<RollImportId>().HaveConversion<IdConverter<RollImportId>>();
        configurationBuilder.Properties<VotingPlaceId>().HaveConversion<IdConverter<VotingPlaceId>>();
        configurationBuilder.Properties<ShiftId>().HaveConversion<IdConverter<ShiftId>>();
        configurationBuilder.Properties<DeclarationId>().HaveConversion<IdConverter<DeclarationId>>();
        configurationBuilder.Properties<ApiClientId>().HaveConversion<IdConverter<ApiClientId>>();
        configurationBuilder.Properties<WebhookId>().HaveConversion<IdConverter<WebhookId>>();
        configurationBuilder.Properties<WebhookDeliveryId>().HaveConversion<IdConverter<WebhookDeliveryId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("open_id_applications");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("open_id_authorizations");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("open_id_scopes");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("open_id_tokens");
        modelBuilder.Entity<SpentTokenRow>().ToTable("spent_tokens").HasIndex(row => row.ExpiresAt).HasDatabaseName("spent_tokens_by_expiry");
        MapPersons(modelBuilder);
        MapRolls(modelBuilder);
        MapKeys(modelBuilder);
        MapAudit(modelBuilder);
        MapPlaces(modelBuilder);
        MapApiClients(modelBuilder);
        MapWebhooks(modelBuilder);
    }

    private static void MapPersons(ModelBuilder model)
    {
        model.Entity<PersonRow>(row =>
        {
            row.ToTable("persons").HasKey(r => r.Id);
            row.HasIndex(r => r.KeyHash).IsUnique().HasDatabaseName("persons_one_per_key");
        });
        model.Entity<RoleGrant>(row =>
        {
            row.ToTable("role_grants").HasKey(r => r.Id);
            row.Property(r => r.Role).HasConversion<string>();
            row.Property(r => r.State).HasConversion<string>();
            row.Ignore(r => r.Revocation).Ignore(r => r.Granting).Ignore(r => r.Scoped);
            row.HasIndex(r => new { r.OrganisationId, r.PersonId, r.Role })
                .IsUnique().HasFilter("state in ('Requested', 'Held') and sub_budget_id is null").HasDatabaseName("role_grants_one_open_per_person_and_role");
            row.HasIndex(r => new { r.OrganisationId, r.PersonId, r.Role, r.SubBudgetId })
                .IsUnique().HasFilter("state in ('Requested', 'Held') and sub_budget_id is not null").HasDatabaseName("role_grants_one_open_per_person_role_and_sub_budget");
            row.HasIndex(r => r.PersonId).HasDatabaseName("role_grants_of_person");
        });
        model.Entity<InvitationRow>(row => row.ToTable("invitations").HasKey(r => r.CodeHash));
        model.Entity<OrganisationRow>(row => row.ToTable("organisations").HasKey(r => r.Id));
    }

    private static void MapKeys(ModelBuilder model)
    {
        model.Entity<PseudonymKeyRow>(row =>
        {
            row.ToTable("pseudonym_keys").HasKey(r => r.SubBudgetId);
            row.Ignore(r => r.Wrapped);
        });
        model.Entity<PseudonymKeyLogRow>(row =>
        {
            row.ToTable("pseudonym_key_log").HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedOnAdd();
            row.Property(r => r.Step).HasConversion<string>();
            row.HasIndex(r => new { r.SubBudgetId, r.Id }).HasDatabaseName("pseudonym_key_log_of_sub_budget");
        });
    }

    private static void MapPlaces(ModelBuilder model)
    {
        model.Entity<VotingPlace>(row =>
        {
            row.ToTable("voting_places").HasKey(r => r.Id);
            row.Ignore(r => r.Offered);
            row.HasIndex(r => r.SubBudgetId).HasDatabaseName("voting_places_of_sub_budget");
        });
        model.Entity<Shift>(row =>
        {
            row.ToTable("shifts").HasKey(r => r.Id);
            row.HasIndex(r => r.VotingPlaceId).HasDatabaseName("shifts_of_voting_place");
        });
    }

    private static void MapAudit(ModelBuilder model)
    {
        model.Entity<AuditEntryRow>(row => row.ToTable("audit_entries").HasKey(r => new { r.OrganisationId, r.Sequence }).HasName("audit_entries_one_per_number"));
        model.Entity<AuditHeadRow>(row => row.ToTable("audit_heads").HasKey(r => r.OrganisationId));
    }

    private static void MapApiClients(ModelBuilder model)
    {
        model.Entity<ApiClient>(row =>
        {
            row.ToTable("api_clients").HasKey(r => r.Id);
            row.Property(r => r.Kind).HasConversion<string>();
            row.Property(r => r.State).HasConversion<string>();
            row.Property(r => r.RedirectUris).HasConversion<LineConverter, LineComparer>();
            row.Property(r => r.Origins).HasConversion<LineConverter, LineComparer>();
            row.Property(r => r.Scopes).HasConversion<LineConverter, LineComparer>();
            row.Ignore(r => r.IsActive).Ignore(r => r.ScopesNow);
            row.HasIndex(r => r.OrganisationId).HasDatabaseName("api_clients_of_organisation");
        });
        model.Entity<ApiClientConsentRow>(row =>
        {
            row.ToTable("api_client_consents").HasKey(r => new { r.PersonId, r.ApiClientId }).HasName("api_client_consents_one_per_person_and_client");
            row.Property(r => r.Scopes).HasConversion<LineConverter, LineComparer>();
            row.HasIndex(r => r.ApiClientId).HasDatabaseName("api_client_consents_of_client");
        });
    }

    private static void MapWebhooks(ModelBuilder model)
    {
        model.Entity<Webhook>(row =>
        {
            row.ToTable("webhooks").HasKey(r => r.Id);
            row.Property(r => r.State).HasConversion<string>();
            row.Property(r => r.Events).HasConversion<LineConverter, LineComparer>();
            row.HasIndex(r => r.ApiClientId).HasDatabaseName("webhooks_of_client");
            row.HasIndex(r => r.OrganisationId).HasDatabaseName("webhooks_of_organisation");
        });
        model.Entity<WebhookDelivery>(row =>
        {
            row.ToTable("webhook_deliveries").HasKey(r => r.Id);
            row.Property(r => r.State).HasConversion<string>();
            row.Property(r => r.Attempts).HasJson();
            row.Ignore(r => r.FirstTriedAt);
            row.HasIndex(r => new { r.State, r.NextAttemptAt }).HasDatabaseName("webhook_deliveries_waiting");
            row.HasIndex(r => new { r.WebhookId, r.Id }).HasDatabaseName("webhook_deliveries_of_webhook");
        });
    }

    private static void MapRolls(ModelBuilder model)
    {
        model.Entity<SubBudgetRow>(row =>
        {
            row.ToTable("sub_budgets").HasKey(r => r.Id);
            row.Property(r => r.Phase).HasConversion<string>();
            row.Ignore(r => r.Window).Ignore(r => r.Rule);
        });
        model.Entity<FreeChoiceRow>(row => row.ToTable("free_choices").HasKey(r => new { r.EditionId, r.VoterHash }).HasName("free_choices_one_per_voter_and_edition"));
        model.Entity<DeclarationRow>(row =>
        {
            row.ToTable("declarations").HasKey(r => r.Id);
            row.Property(r => r.Connection).HasConversion<string>();
            row.HasIndex(r => new { r.SubBudgetId, r.KeyHash }).IsUnique().HasDatabaseName("declarations_one_per_voter");
            row.HasIndex(r => r.EditionId).HasDatabaseName("declarations_of_edition");
        });
        model.Entity<RollHead>(row => row.ToTable("rolls").HasKey(r => r.SubBudgetId));
        model.Entity<RollImportRow>(row =>
        {
            row.ToTable("roll_imports").HasKey(r => r.Id);
            row.Property(r => r.State).HasConversion<string>();
            row.Ignore(r => r.IsChanges);
            row.HasIndex(r => r.SubBudgetId).HasDatabaseName("roll_imports_of_sub_budget");
        });
        model.Entity<RollImportPartRow>(row => row.ToTable("roll_import_parts").HasKey(r => new { r.ImportId, r.Part }));
        model.Entity<RollFaultPageRow>(row => row.ToTable("roll_fault_pages").HasKey(r => new { r.ImportId, r.Number }));
        model.Entity<CodeBatch>(row => row.ToTable("code_batches").HasKey(r => new { r.SubBudgetId, r.Number }));
        model.Entity<RollEntryRow>(row =>
        {
            row.ToTable("roll_entries").HasKey(r => new { r.ImportId, r.Serial });
            row.Ignore(r => r.Mark).Ignore(r => r.IsUsed);
            row.HasIndex(r => new { r.ImportId, r.KeyHash }).IsUnique().HasDatabaseName("roll_entries_one_per_key");
            row.HasIndex(r => new { r.ImportId, r.CodeHash }).IsUnique().HasFilter("code_hash is not null").HasDatabaseName("roll_entries_one_per_code");
            row.HasIndex(r => new { r.ImportId, r.CodeBatch }).HasFilter("code_batch is not null").HasDatabaseName("roll_entries_of_code_batch");
        });
    }
}

internal sealed class IdentityDbSqlite(DbContextOptions<IdentityDbSqlite> options) : IdentityDb(options);

internal sealed class IdentityDbPostgres(DbContextOptions<IdentityDbPostgres> options) : IdentityDb(options);

/// <summary>A short list of texts without line breaks, kept as lines.</summary>
internal sealed class LineConverter() : ValueConverter<IReadOnlyList<string>, string>(
    lines => string.Join('\n', lines),
    text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

internal sealed class LineComparer() : ValueComparer<IReadOnlyList<string>>(
    (one, other) => (one ?? Array.Empty<string>()).SequenceEqual(other ?? Array.Empty<string>()),
    lines => lines.Count,
    lines => lines);

internal sealed class IdentitySqliteDesign : SqliteDesign<IdentityDbSqlite>;

internal sealed class IdentityPostgresDesign : PostgresDesign<IdentityDbPostgres>;
