using System.Data.Common;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Medborgarbudget.Messaging.Outbox;

/// <summary>Wakes the relay when something was committed, so that it need not poll often.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    public void Set()
    {
        try
        {
            _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already set: one wake-up is enough for any number of commits.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _semaphore.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _semaphore.Dispose();
}

/// <summary>Sets the signal after a commit that brought events; the relay's own commits must not wake it, or it would never rest.</summary>
internal sealed class SignalOnCommit(OutboxSignal signal) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => SetFor(eventData);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SetFor(eventData);
        return Task.CompletedTask;
    }

    ValueTask<int> ISaveChangesInterceptor.SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken)
    {
        SetFor(eventData);
        return ValueTask.FromResult(result);
    }

    private void SetFor(DbContextEventData eventData)
    {
        if (eventData.Context is ServiceDb { HasPublished: true })
        {
            signal.Set();
        }
    }
}
