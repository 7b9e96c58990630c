using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Inbox;

/// <summary>
/// Delivers an event to the consumers of this service: inbox row, the consumer's changes and commit in one transaction. A failure is
/// counted and asked for again later; after <see cref="MaxAttempts"/>, or at once when the message cannot be read, it becomes a dead letter with the reason.
/// </summary>
internal sealed class ConsumerDispatcher(
    IEnumerable<ConsumerBinding> bindings, IServiceScopeFactory scopes, MessagingMetrics metrics, TimeProvider clock, ILogger<ConsumerDispatcher> logger)
{
    public const int MaxAttempts = 10;

    private readonly ILookup<string, ConsumerBinding> _bindings = bindings.ToLookup(binding => binding.EventType);

    /// <summary>Types that this service consumes.</summary>
    public IEnumerable<string> EventTypes => _bindings.Select(group => group.Key);

    /// <summary>Null when every consumer is done with the event (handled, known already, or given up as dead letter), else when to deliver it again.</summary>
    public async Task<TimeSpan?> DeliverAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        TimeSpan? again = null;
        foreach (var binding in _bindings[envelope.Type])
        {
            var delay = await Deliver(envelope, binding, cancellationToken);
            again = delay is null ? again : Min(again, delay.Value);
        }

        return again;
    }

    /// <summary>
    /// Hands a dead letter to the consumer that gave it up; it is removed in the transaction of what the consumer does. True when that
    /// was committed; else the letter stays, with the new reason.
    /// </summary>
    public async Task<bool> TakeUpAsync(DeadLetterRow letter, CancellationToken cancellationToken)
    {
        if (_bindings[letter.Type].FirstOrDefault(binding => binding.Consumer == letter.Consumer) is not { } binding)
        {
            return false;
        }

        try
        {
            return await HandleLetter(letter, binding, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "{Consumer} failed again at {Type} {MessageId}", letter.Consumer, letter.Type, letter.MessageId);
            var reason = Reason(exception);
            await using var scope = scopes.CreateAsyncScope();
            await Letter(scope.ServiceProvider.GetRequiredService<ServiceDb>(), letter).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Reason, reason).SetProperty(r => r.Attempts, r => r.Attempts + 1), cancellationToken);
            return false;
        }
    }

    private async Task<bool> HandleLetter(DeadLetterRow letter, ConsumerBinding binding, CancellationToken cancellationToken)
    {
        var envelope = JsonSerializer.Deserialize<EventEnvelope>(letter.Envelope, EventJson.Options)!;
        using var activity = MessagingTraces.Handle(envelope, binding.Consumer);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Letter(db, letter).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            // Taken up by somebody else at the same time.
            return false;
        }

        await binding.Handle(scope.ServiceProvider, envelope, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static IQueryable<DeadLetterRow> Letter(ServiceDb db, DeadLetterRow letter) => db.DeadLetters.Where(row => row.Id == letter.Id);

    private static string Reason(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";

    private static TimeSpan Min(TimeSpan? one, TimeSpan other) => one is null || other < one ? other : one.Value;

    private async Task<TimeSpan?> Deliver(EventEnvelope envelope, ConsumerBinding binding, CancellationToken cancellationToken)
    {
        using var activity = MessagingTraces.Handle(envelope, binding.Consumer);
        try
        {
            await HandleOnce(envelope, binding, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "{Consumer} failed at {Type} {MessageId}", binding.Consumer, envelope.Type, envelope.Id);
            return await CountFailure(envelope, binding, exception, cancellationToken);
        }
    }

    private async Task HandleOnce(EventEnvelope envelope, ConsumerBinding binding, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await IsHandled(db, envelope, binding, cancellationToken))
        {
            return;
        }

        db.Inbox.Add(Handled(envelope, binding));
        await binding.Handle(scope.ServiceProvider, envelope, cancellationToken);
        await db.Attempts.Where(row => row.MessageId == envelope.Id && row.Consumer == binding.Consumer).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<bool> IsHandled(ServiceDb db, EventEnvelope envelope, ConsumerBinding binding, CancellationToken cancellationToken) =>
        db.Inbox.AnyAsync(row => row.MessageId == envelope.Id && row.Consumer == binding.Consumer, cancellationToken);

    private InboxRow Handled(EventEnvelope envelope, ConsumerBinding binding) =>
        new() { MessageId = envelope.Id, Consumer = binding.Consumer, HandledAt = clock.GetUtcNow() };

    private async Task<TimeSpan?> CountFailure(
        EventEnvelope envelope, ConsumerBinding binding, Exception exception, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        if (await IsHandled(db, envelope, binding, cancellationToken))
        {
            // Another replica was quicker with the same message.
            return null;
        }

        var row = await db.Attempts.FindAsync([envelope.Id, binding.Consumer], cancellationToken);
        if (row is null)
        {
            row = new AttemptRow { MessageId = envelope.Id, Consumer = binding.Consumer, FirstAt = clock.GetUtcNow() };
            db.Attempts.Add(row);
        }

        row.Attempts++;
        var isDead = row.Attempts >= MaxAttempts || exception is JsonException;
        if (isDead)
        {
            Bury(db, envelope, binding, row, exception);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (isDead)
        {
            metrics.Died();
        }

        return isDead ? null : TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, row.Attempts - 1)));
    }

    private void Bury(ServiceDb db, EventEnvelope envelope, ConsumerBinding binding, AttemptRow row, Exception exception)
    {
        logger.LogError("{Consumer} gives up on {Type} {MessageId} after {Attempts} attempts", binding.Consumer, envelope.Type, envelope.Id, row.Attempts);
        db.Attempts.Remove(row);
        db.Inbox.Add(Handled(envelope, binding));
        db.DeadLetters.Add(new DeadLetterRow
        {
            MessageId = envelope.Id,
            Consumer = binding.Consumer,
            Type = envelope.Type,
            Envelope = JsonSerializer.Serialize(envelope, EventJson.Options),
            Reason = Reason(exception),
            Attempts = row.Attempts,
            At = clock.GetUtcNow(),
        });
    }
}
