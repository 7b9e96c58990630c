using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.FollowUp.Storage;

/// <summary>The FollowUp service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class FollowUpDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<MeasureRow> Measures => Set<MeasureRow>();

    public DbSet<ProgressUpdate> Updates => Set<ProgressUpdate>();

    public DbSet<EvaluationRow> Evaluations => Set<EvaluationRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<MeasureId>().HaveConversion<IdConverter<MeasureId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SubBudgetRow>().ToTable("sub_budgets").HasKey(row => row.Id);
        modelBuilder.Entity<DecisionRow>(row =>
        {
            row.ToTable("decisions").HasKey(r => r.SubBudgetId).HasName("decisions_one_per_sub_budget");
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<MeasureRow>(row =>
        {
            row.ToTable("measures").HasKey(r => r.Id);
            row.HasIndex(r => r.ProposalId).IsUnique().HasDatabaseName("measures_one_per_proposal");
            row.HasIndex(r => new { r.SubBudgetId, r.Position }).IsUnique().HasDatabaseName("measures_of_sub_budget");
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<ProgressUpdate>(row =>
        {
            row.ToTable("progress_updates").HasKey(r => new { r.MeasureId, r.Number });
            row.Property(r => r.State).HasConversion<string>().HasMaxLength(30);
        });
        modelBuilder.Entity<EvaluationRow>(row =>
        {
            row.ToTable("evaluations").HasKey(r => r.SubBudgetId).HasName("evaluations_one_per_sub_budget");
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
    }
}

internal sealed class FollowUpDbSqlite(DbContextOptions<FollowUpDbSqlite> options) : FollowUpDb(options);

internal sealed class FollowUpDbPostgres(DbContextOptions<FollowUpDbPostgres> options) : FollowUpDb(options);

internal sealed class FollowUpDbSqliteDesign : SqliteDesign<FollowUpDbSqlite>;

internal sealed class FollowUpDbPostgresDesign : PostgresDesign<FollowUpDbPostgres>;
