using System.Diagnostics.Metrics;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging;

/// <summary>How many events of this service wait to be published and for how long the oldest has, counted by the relay now and then; and those given up.</summary>
internal sealed class MessagingMetrics
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(10);
    private readonly TimeProvider _clock;
    private long _deadLetters;
    private long? _counted;
    private Backlog _backlog = new(0, null);

    public MessagingMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("Medborgarbudget.Messaging");
        meter.CreateObservableUpDownCounter("medborgarbudget.messaging.outbox.waiting", () => _backlog.Waiting, "{event}", "Events that are not published yet.");
        meter.CreateObservableGauge("medborgarbudget.messaging.outbox.age", Age, "s", "How long the oldest of them has waited; 0 without any.");

        // Read and not told: it is seen before its first event, which else would be no increase.
        meter.CreateObservableCounter("medborgarbudget.messaging.dead_letters", () => Interlocked.Read(ref _deadLetters), "{event}", "Events that a consumer has given up.");
    }

    public void Died() => Interlocked.Increment(ref _deadLetters);

    public async Task CountAsync(ServiceDb db, CancellationToken cancellationToken)
    {
        if (_counted is { } counted && _clock.GetElapsedTime(counted) < CountEvery)
        {
            return;
        }

        _counted = _clock.GetTimestamp();
        var unsent = db.Outbox.Where(row => row.SentAt == null);
        var waiting = await unsent.LongCountAsync(cancellationToken);
        var oldest = await unsent.OrderBy(row => row.Id).Select(row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        _backlog = new Backlog(waiting, oldest);
    }

    private double Age() => _backlog.Oldest is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0;

    private sealed record Backlog(long Waiting, DateTimeOffset? Oldest);
}
