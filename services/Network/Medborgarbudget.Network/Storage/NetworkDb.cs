using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Network.Storage;

/// <summary>The Network service's database. Each aggregate is one row: its record as JSON, and a column for what is asked or constrained.</summary>
internal abstract class NetworkDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<ApplicationRow> Applications => Set<ApplicationRow>();

    public DbSet<ClosedEditionRow> ClosedEditions => Set<ClosedEditionRow>();

    public DbSet<GoodExampleRow> GoodExamples => Set<GoodExampleRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<ApplicationId>().HaveConversion<IdConverter<ApplicationId>>();
        configurationBuilder.Properties<GoodExampleId>().HaveConversion<IdConverter<GoodExampleId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<OrganisationRow>(row =>
        {
            row.ToTable("organisations").HasKey(r => r.Id);
            row.HasIndex(r => r.Slug).IsUnique().HasDatabaseName("organisations_one_per_slug");
            row.HasIndex(r => new { r.Name, r.Slug }).HasDatabaseName("organisations_by_name");
            row.Property(r => r.Version).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<ApplicationRow>(row =>
        {
            row.ToTable("applications").HasKey(r => r.Id);
            row.HasIndex(r => r.OrganisationId).IsUnique().HasFilter("is_open").HasDatabaseName("applications_one_open_per_organisation");
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<ClosedEditionRow>(row =>
        {
            row.ToTable("closed_editions").HasKey(r => r.Id);
            row.Property(r => r.State).HasJson();
        });
        modelBuilder.Entity<GoodExampleRow>(row =>
        {
            row.ToTable("good_examples").HasKey(r => r.Id);
            row.HasIndex(r => r.PublishedKey).IsUnique().HasDatabaseName("good_examples_by_publication");
            row.Property(r => r.PublishedKey).IsConcurrencyToken();
            row.Property(r => r.State).HasJson();
        });
    }
}

internal sealed class NetworkDbSqlite(DbContextOptions<NetworkDbSqlite> options) : NetworkDb(options);

internal sealed class NetworkDbPostgres(DbContextOptions<NetworkDbPostgres> options) : NetworkDb(options);

internal sealed class NetworkDbSqliteDesign : SqliteDesign<NetworkDbSqlite>;

internal sealed class NetworkDbPostgresDesign : PostgresDesign<NetworkDbPostgres>;
