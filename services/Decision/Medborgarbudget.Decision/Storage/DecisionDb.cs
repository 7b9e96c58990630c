using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Decisions.Storage;

/// <summary>The Decision service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class DecisionDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<MandateRow> Mandates => Set<MandateRow>();

    public DbSet<CaseRow> Cases => Set<CaseRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<CaseId>().HaveConversion<IdConverter<CaseId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SubBudgetRow>().ToTable("sub_budgets").HasKey(row => row.Id);
        modelBuilder.Entity<MandateRow>(row =>
        {
            row.ToTable("mandates").HasKey(r => r.SubBudgetId).HasName("mandates_one_per_sub_budget");
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<CaseRow>(row =>
        {
            row.ToTable("cases").HasKey(r => r.Id);
            row.HasIndex(r => r.SubBudgetId).IsUnique().HasDatabaseName("cases_one_per_sub_budget");
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.UntoldLegalForceOn).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
    }
}

internal sealed class DecisionDbSqlite(DbContextOptions<DecisionDbSqlite> options) : DecisionDb(options);

internal sealed class DecisionDbPostgres(DbContextOptions<DecisionDbPostgres> options) : DecisionDb(options);

internal sealed class DecisionDbSqliteDesign : SqliteDesign<DecisionDbSqlite>;

internal sealed class DecisionDbPostgresDesign : PostgresDesign<DecisionDbPostgres>;
