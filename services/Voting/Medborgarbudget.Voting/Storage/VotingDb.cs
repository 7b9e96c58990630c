using System.Text.Json;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Voting.Paper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Medborgarbudget.Voting.Storage;

internal abstract class VotingDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SubBudgetRow> SubBudgets => Set<SubBudgetRow>();

    public DbSet<RoundRow> Rounds => Set<RoundRow>();

    public DbSet<FenceRow> Fences => Set<FenceRow>();

    public DbSet<LogHeadRow> LogHeads => Set<LogHeadRow>();

    public DbSet<LogTileRow> LogTiles => Set<LogTileRow>();

    public DbSet<CosignatureRow> Cosignatures => Set<CosignatureRow>();

    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    public DbSet<CastcheckRow> Castchecks => Set<CastcheckRow>();

    public DbSet<PaperBatchRow> PaperBatches => Set<PaperBatchRow>();

    public DbSet<PaperCardRow> PaperCards => Set<PaperCardRow>();

    public DbSet<ChannelMarksRow> ChannelMarks => Set<ChannelMarksRow>();

    public DbSet<AnnulmentRow> Annulments => Set<AnnulmentRow>();

    public DbSet<CountRow> Counts => Set<CountRow>();

    public DbSet<CountedListRow> CountedLists => Set<CountedListRow>();

    public DbSet<ExplanationRow> Explanations => Set<ExplanationRow>();

    public DbSet<BallotKeysRow> BallotKeys => Set<BallotKeysRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<CountId>().HaveConversion<IdConverter<CountId>>();
        configurationBuilder.Properties<PaperBatchId>().HaveConversion<IdConverter<PaperBatchId>>();
        configurationBuilder.Properties<Phase>().HaveConversion<string>();
        configurationBuilder.Properties<VoteType>().HaveConversion<string>();
        configurationBuilder.Properties<Tally.VotingRule>().HaveConversion<RuleConverter>();
        configurationBuilder.Properties<RoundState>().HaveConversion<string>();
        configurationBuilder.Properties<BallotChannel>().HaveConversion<short>();
        configurationBuilder.Properties<CountState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SubBudgetRow>().ToTable("sub_budgets").HasKey(r => r.Id);
        modelBuilder.Entity<RoundRow>(row =>
        {
            row.ToTable("rounds").HasKey(r => r.Number);
            row.Property(r => r.Number).ValueGeneratedOnAdd();
            row.HasIndex(r => r.SubBudgetId).IsUnique().HasDatabaseName("rounds_one_per_sub_budget");
            row.Property(r => r.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<FenceRow>().ToTable("fences").HasKey(r => new { r.Round, r.Shard });
        modelBuilder.Entity<LogHeadRow>(row =>
        {
            row.ToTable("log_heads").HasKey(r => new { r.Round, r.Number }).HasName("log_heads_one_per_number");
            row.HasIndex(r => new { r.Round, r.Size }).IsUnique().HasDatabaseName("log_heads_one_per_size");
        });
        modelBuilder.Entity<LogTileRow>().ToTable("log_tiles").HasKey(r => new { r.Round, r.Level, r.Number });
        modelBuilder.Entity<CosignatureRow>().ToTable("cosignatures").HasKey(r => new { r.Round, r.Size, r.Witness });
        modelBuilder.Entity<LedgerRow>(row =>
        {
            row.ToTable("ledger").HasKey(r => new { r.Round, r.Shard, r.Seq }).HasName("ledger_one_per_place");
            row.HasIndex(r => new { r.Round, r.Voter, r.Version }).IsUnique().HasDatabaseName("ledger_one_per_voter_and_version");
        });
        modelBuilder.Entity<CastcheckRow>().ToTable("castchecks").HasKey(r => new { r.Round, r.Voter }).HasName("castchecks_one_per_voter");
        modelBuilder.Entity<PaperBatchRow>(row =>
        {
            row.ToTable("paper_batches").HasKey(r => r.Id);
            row.HasIndex(r => r.SubBudgetId).HasDatabaseName("paper_batches_of_sub_budget");
            row.Property(r => r.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<PaperCardRow>(row =>
        {
            row.ToTable("paper_cards").HasKey(r => new { r.Round, r.Serial }).HasName("paper_cards_one_per_serial");
            row.HasIndex(r => r.BatchId).HasDatabaseName("paper_cards_of_batch");
            row.Property(r => r.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<ChannelMarksRow>(row =>
        {
            row.ToTable("channel_marks").HasKey(r => r.Round).HasName("channel_marks_once_per_round");
            row.Property(r => r.Round).ValueGeneratedNever();
        });
        modelBuilder.Entity<AnnulmentRow>().ToTable("annulments").HasKey(r => new { r.Round, r.Voter }).HasName("annulments_one_per_voter");
        modelBuilder.Entity<CountRow>(row =>
        {
            row.ToTable("counts").HasKey(r => r.Id);
            row.HasIndex(r => r.SubBudgetId).HasDatabaseName("counts_of_sub_budget");
            row.HasIndex(r => r.State).HasDatabaseName("counts_by_state");
            row.Property(r => r.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<CountedListRow>().ToTable("counted_lists").HasKey(r => r.CountId);
        modelBuilder.Entity<ExplanationRow>().ToTable("explanations").HasKey(r => r.CountId);
        modelBuilder.Entity<BallotKeysRow>(row =>
        {
            row.ToTable("ballot_keys").HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>A rule in one column, in its published form.</summary>
internal sealed class RuleConverter() : ValueConverter<Tally.VotingRule, string>(rule => Tally.RuleJson.ToText(rule), text => Read(text))
{
    private static Tally.VotingRule Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Tally.RuleJson.TryRead(json.RootElement, out var rule) ? rule : throw new InvalidDataException("A rule of another version is stored.");
    }
}

internal sealed class VotingDbSqlite(DbContextOptions<VotingDbSqlite> options) : VotingDb(options);

internal sealed class VotingDbPostgres(DbContextOptions<VotingDbPostgres> options) : VotingDb(options);

internal sealed class VotingDbSqliteDesign : SqliteDesign<VotingDbSqlite>;

internal sealed class VotingDbPostgresDesign : PostgresDesign<VotingDbPostgres>;
