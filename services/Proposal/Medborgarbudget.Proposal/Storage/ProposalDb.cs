using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Proposals.Storage;

/// <summary>The Proposal service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class ProposalDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<ProposalRow> Proposals => Set<ProposalRow>();

    public DbSet<SupportRow> Supports => Set<SupportRow>();

    public DbSet<CommentRow> Comments => Set<CommentRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<CommentId>().HaveConversion<IdConverter<CommentId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SubBudgetRow>(row =>
        {
            row.ToTable("sub_budgets").HasKey(r => r.Id);
            row.Property(r => r.Phase).HasConversion<string>().HasMaxLength(30);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<NumberSeriesRow>(row => row.ToTable("number_series").HasKey(r => r.SubBudgetId));
        modelBuilder.Entity<ProposalRow>(row =>
        {
            row.ToTable("proposals").HasKey(r => r.Id);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
            row.HasIndex(r => new { r.SubBudgetId, r.Number }).IsUnique().HasDatabaseName("proposals_one_per_number");
            row.HasIndex(r => new { r.Proposer, r.Id }).HasDatabaseName("proposals_by_proposer");
            row.HasOne<SubBudgetRow>().WithMany().HasForeignKey(r => r.SubBudgetId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<SupportRow>(row =>
        {
            row.ToTable("supports").HasKey(r => new { r.ProposalId, r.PersonId }).HasName("supports_one_per_person");
            row.HasOne<ProposalRow>().WithMany().HasForeignKey(r => r.ProposalId);
        });
        modelBuilder.Entity<CommentRow>(row =>
        {
            row.ToTable("comments").HasKey(r => r.Position);
            row.Property(r => r.Position).ValueGeneratedOnAdd();
            row.Property(r => r.State).HasJson();
            row.HasIndex(r => r.Id).IsUnique().HasDatabaseName("comments_one_per_id");
            row.HasIndex(r => new { r.ProposalId, r.Position }).HasDatabaseName("comments_by_proposal");
            row.HasOne<ProposalRow>().WithMany().HasForeignKey(r => r.ProposalId);
        });
    }
}

internal sealed class ProposalDbSqlite(DbContextOptions<ProposalDbSqlite> options) : ProposalDb(options);

internal sealed class ProposalDbPostgres(DbContextOptions<ProposalDbPostgres> options) : ProposalDb(options);

internal sealed class ProposalDbSqliteDesign : SqliteDesign<ProposalDbSqlite>;

internal sealed class ProposalDbPostgresDesign : PostgresDesign<ProposalDbPostgres>;
