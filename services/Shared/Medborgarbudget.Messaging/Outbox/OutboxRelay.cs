using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Messaging.Transport;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Outbox;

/// <summary>
/// Publishes what waits in the outbox, oldest first, and marks it when the transport has taken it over. A crash between the two
/// publishes again; consumers know repetitions by their inbox. Rows left by a crashed process are found like any others.
/// </summary>
internal sealed class OutboxRelay(
    IServiceScopeFactory scopes, ITransport transport, OutboxSignal signal, MessagingMetrics metrics, TimeProvider clock, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);
    private DateTimeOffset _cleaned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RelayBatch(stoppingToken) < BatchSize)
                {
                    await Clean(stoppingToken);
                    await signal.WaitAsync(Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The outbox could not be read; trying again");
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> RelayBatch(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();

        await metrics.CountAsync(db, cancellationToken);

        // On PostgreSQL several replicas relay at once and skip each other's rows. SQLite has one process, and holding its
        // only write lock while consumers work would stop the service's requests.
        await using var transaction = db.Database.IsNpgsql() ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var rows = await Waiting(db).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (!await Relay(row, cancellationToken))
            {
                // The others would fare the same, and the rows are locked meanwhile.
                break;
            }

            if (transaction is null)
            {
                await db.SaveChangesAsync(cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return rows.Count(row => row.SentAt is not null);
    }

    private IQueryable<OutboxRow> Waiting(ServiceDb db)
    {
        var now = clock.GetUtcNow();
        return db.Database.IsNpgsql()
            ? db.Outbox.FromSql($"select * from outbox where sent_at is null and next_attempt_at <= {now} order by id limit {BatchSize} for update skip locked")
            : db.Outbox.Where(row => row.SentAt == null && row.NextAttemptAt <= now).OrderBy(row => row.Id).Take(BatchSize);
    }

    /// <summary>False when the transport is away, and no other row need be tried now.</summary>
    private async Task<bool> Relay(OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<EventEnvelope>(row.Envelope, EventJson.Options)!;
            using var activity = MessagingTraces.Publish(envelope);
            var again = await transport.PublishAsync(envelope, cancellationToken);
            if (again is null)
            {
                row.SentAt = clock.GetUtcNow();
                return true;
            }

            Postpone(row, again.Value);
        }
        catch (TransportAwayException exception)
        {
            logger.LogWarning("The outbox waits: {Reason}", exception.Message);
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Postpone(row, BackOff(row.Attempts));
            logger.LogWarning(exception, "{Type} {MessageId} was not published (attempt {Attempts})", row.Type, row.MessageId, row.Attempts);
        }

        return true;
    }

    private void Postpone(OutboxRow row, TimeSpan delay)
    {
        row.Attempts++;
        row.NextAttemptAt = clock.GetUtcNow() + delay;
    }

    private static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempts, 10)) / 2));

    private async Task Clean(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - _cleaned < CleanEvery)
        {
            return;
        }

        _cleaned = now;
        var before = now - Kept;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await db.Outbox.Where(row => row.SentAt != null && row.SentAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.Inbox.Where(row => row.HandledAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.IdempotencyKeys.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
    }
}
