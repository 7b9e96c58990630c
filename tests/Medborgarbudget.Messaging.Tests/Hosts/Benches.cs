using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>An event that only these tests know.</summary>
public sealed record BenchPlaced(Guid BenchId, Guid OrganisationId, int Version) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.test.bench_placed.v1";

    public Guid Subject => BenchId;

    internal static BenchPlaced New(int version = 1) => new(Guid.NewGuid(), Guid.NewGuid(), version);
}

/// <summary>An event that nobody consumes.</summary>
public sealed record BenchForgotten(Guid BenchId, Guid OrganisationId) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.test.bench_forgotten.v1";

    public Guid Subject => BenchId;
}

/// <summary>One handling of one message; nothing forbids two of the same, so that a double handling is seen.</summary>
public sealed class SeenRow
{
    public long Id { get; init; }

    public required string Consumer { get; init; }

    public required Guid BenchId { get; init; }

    public required int Version { get; init; }
}

/// <summary>A name that can be taken once.</summary>
public sealed class TakenRow
{
    public required string Slug { get; init; }
}

/// <summary>Something with an id of the kind that a real answer names.</summary>
public sealed class JoinedRow
{
    public required OrganisationId Id { get; init; }
}

public abstract class BenchDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<SeenRow> Seen => Set<SeenRow>();

    public DbSet<TakenRow> Taken => Set<TakenRow>();

    public DbSet<JoinedRow> Joined => Set<JoinedRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<TakenRow>().HasKey(row => row.Slug);
    }
}

public sealed class BenchDbSqlite(DbContextOptions<BenchDbSqlite> options) : BenchDb(options);

public sealed class BenchDbPostgres(DbContextOptions<BenchDbPostgres> options) : BenchDb(options);

/// <summary>What a test puts in the way of the consumers of one host.</summary>
internal sealed class Interference
{
    public Func<BenchPlaced, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;
}

// Handlings are only counted, so order and repetition do not matter here; the inbox alone keeps the count right.
internal sealed class OnBenchPlaced(BenchDb db, Interference interference) : IConsumer<BenchPlaced>
{
    public async Task HandleAsync(BenchPlaced happened, CancellationToken cancellationToken)
    {
        await interference.Before(happened, cancellationToken);
        db.Seen.Add(new SeenRow { Consumer = nameof(OnBenchPlaced), BenchId = happened.BenchId, Version = happened.Version });
    }
}

// As above: a second consumer of the same event in the same service.
internal sealed class AlsoOnBenchPlaced(BenchDb db) : IConsumer<BenchPlaced>
{
    public Task HandleAsync(BenchPlaced happened, CancellationToken cancellationToken)
    {
        db.Seen.Add(new SeenRow { Consumer = nameof(AlsoOnBenchPlaced), BenchId = happened.BenchId, Version = happened.Version });
        return Task.CompletedTask;
    }
}
