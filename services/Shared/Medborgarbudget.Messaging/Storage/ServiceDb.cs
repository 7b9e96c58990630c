using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Acts;
using Medborgarbudget.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>
/// The database of one service: its own tables, and beside them outbox, inbox, attempts, dead letters and idempotency keys, so that
/// an effect and what it says to others are one transaction.
/// </summary>
public abstract class ServiceDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    // Contexts are used by one after the other, and the id is another one each time.
    private DbContextId? _publishedAs;

    /// <summary>An event has been put into the outbox here, so that a commit is news for the relay.</summary>
    internal bool HasPublished => _publishedAs == ContextId;

    /// <summary>False in the service that keeps the audit log, and writes into it itself.</summary>
    protected internal virtual bool TellsOfficialActs => true;

    /// <summary>Of the call that this context is used in; null where there can be none, as in the migrations tool.</summary>
    internal OfficialActs? Acts { get; set; }

    /// <summary>Puts the event into the outbox; it leaves with the next SaveChanges, or not at all.</summary>
    public void Publish<TEvent>(TEvent happened)
        where TEvent : IIntegrationEvent => Put(happened);

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Acts?.Tell(this);
        var saved = base.SaveChanges(acceptAllChangesOnSuccess);
        Acts?.Saved(this);
        return saved;
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Acts?.Tell(this);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        Acts?.Saved(this);
        return saved;
    }

    internal OutboxRow Put<TEvent>(TEvent happened)
        where TEvent : IIntegrationEvent
    {
        _publishedAs = ContextId;
        var now = this.GetService<TimeProvider>().GetUtcNow();
        var envelope = EventEnvelope.Of(happened, this.GetService<ServiceName>().Value, now);
        var row = new OutboxRow
        {
            MessageId = envelope.Id,
            Type = envelope.Type,
            Envelope = JsonSerializer.Serialize(envelope, EventJson.Options),
            CreatedAt = now,
            NextAttemptAt = now,
        };
        Outbox.Add(row);
        return row;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<OrganisationId>().HaveConversion<IdConverter<OrganisationId>>();
        configurationBuilder.Properties<EditionId>().HaveConversion<IdConverter<EditionId>>();
        configurationBuilder.Properties<SubBudgetId>().HaveConversion<IdConverter<SubBudgetId>>();
        configurationBuilder.Properties<ProposalId>().HaveConversion<IdConverter<ProposalId>>();
        configurationBuilder.Properties<PersonId>().HaveConversion<IdConverter<PersonId>>();
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConverter>();

        // SQLite cannot order by DateTimeOffset and Npgsql takes only UTC.
        if (Database.IsSqlite())
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicrosecondsConverter>();
        }
        else
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedOnAdd();
            row.HasIndex(r => new { r.SentAt, r.NextAttemptAt, r.Id }).HasDatabaseName("outbox_waiting");
        });
        modelBuilder.Entity<InboxRow>(row => row.ToTable("inbox").HasKey(r => new { r.MessageId, r.Consumer }).HasName("inbox_one_per_message_and_consumer"));
        modelBuilder.Entity<AttemptRow>(row => row.ToTable("inbox_attempts").HasKey(r => new { r.MessageId, r.Consumer }));
        modelBuilder.Entity<DeadLetterRow>(row =>
        {
            row.ToTable("dead_letters");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedOnAdd();
        });
        modelBuilder.Entity<IdempotencyRow>(row =>
            row.ToTable("idempotency_keys").HasKey(r => new { r.Caller, r.Method, r.Key }).HasName("idempotency_keys_one_per_caller_and_method"));
    }
}

/// <summary>Ids are stored as UUIDs.</summary>
public sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Read(value))
    where TId : struct, IId<TId>
{
    // An expression tree cannot name a static interface member.
    private static TId Read(Guid value) => TId.From(value);
}

/// <summary>Money is stored as whole öre.</summary>
internal sealed class MoneyConverter() : ValueConverter<Money, long>(money => money.Ore, ore => new Money(ore));

internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

/// <summary>Times as microseconds since 1970, the precision of PostgreSQL.</summary>
internal sealed class UtcMicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    value => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond));
