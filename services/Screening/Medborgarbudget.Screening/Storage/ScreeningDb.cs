using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Screenings.Storage;

/// <summary>The Screening service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class ScreeningDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<ScreeningRow> Screenings => Set<ScreeningRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SubBudgetRow>(row =>
        {
            row.ToTable("sub_budgets").HasKey(r => r.Id);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<ScreeningRow>(row =>
        {
            row.ToTable("screenings").HasKey(r => r.ProposalId).HasName("screenings_one_per_proposal");
            row.HasIndex(r => new { r.SubBudgetId, r.Number }).HasDatabaseName("screenings_of_sub_budget");
            row.Property(r => r.Progress).HasConversion<string>().HasMaxLength(30);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
    }
}

internal sealed class ScreeningDbSqlite(DbContextOptions<ScreeningDbSqlite> options) : ScreeningDb(options);

internal sealed class ScreeningDbPostgres(DbContextOptions<ScreeningDbPostgres> options) : ScreeningDb(options);

internal sealed class ScreeningDbSqliteDesign : SqliteDesign<ScreeningDbSqlite>;

internal sealed class ScreeningDbPostgresDesign : PostgresDesign<ScreeningDbPostgres>;
