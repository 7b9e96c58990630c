using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>The Budget service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class BudgetDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<EditionRow> Editions => Set<EditionRow>();

    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<PhaseChangeRow> PhaseChanges => Set<PhaseChangeRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<OrganisationRow>().ToTable("organisations").HasKey(row => row.Id);
        modelBuilder.Entity<EditionRow>(row =>
        {
            row.ToTable("editions").HasKey(r => r.Id);
            row.HasIndex(r => new { r.OrganisationId, r.Id }).HasDatabaseName("editions_of_organisation");
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<SubBudgetRow>(row =>
        {
            row.ToTable("sub_budgets").HasKey(r => r.Id);
            row.HasIndex(r => new { r.OrganisationId, r.Id }).HasDatabaseName("sub_budgets_of_organisation");
            row.HasIndex(r => new { r.EditionId, r.Id }).HasDatabaseName("sub_budgets_of_edition");
            row.HasIndex(r => new { r.Phase, r.WindowCloses }).HasDatabaseName("sub_budgets_whose_window_is_over");
            row.Property(r => r.Phase).HasConversion<string>().HasMaxLength(30);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<PhaseChangeRow>(row =>
        {
            row.ToTable("phase_changes").HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedOnAdd();
            row.HasIndex(r => new { r.SubBudgetId, r.Id }).HasDatabaseName("phase_changes_of_sub_budget");
            row.Property(r => r.From).HasConversion<string>().HasMaxLength(30);
            row.Property(r => r.To).HasConversion<string>().HasMaxLength(30);
        });
    }
}

internal sealed class BudgetDbSqlite(DbContextOptions<BudgetDbSqlite> options) : BudgetDb(options);

internal sealed class BudgetDbPostgres(DbContextOptions<BudgetDbPostgres> options) : BudgetDb(options);

internal sealed class BudgetDbSqliteDesign : SqliteDesign<BudgetDbSqlite>;

internal sealed class BudgetDbPostgresDesign : PostgresDesign<BudgetDbPostgres>;
