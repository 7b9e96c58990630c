using System.Threading.Channels;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// Writes that an entry was given a ballot token, before the token leaves: the numbers must balance with what Voting counts even after a
/// crash. Callers that wait at the same time share one transaction, so a voting day is not bound by the disk's commits.
/// </summary>
internal sealed class TokenMarks(IServiceScopeFactory scopes, ILogger<TokenMarks> logger) : BackgroundService
{
    private const int Waiting = 10_000;
    private const int BatchSize = 512;

    private readonly Channel<Item> _items = System.Threading.Channels.Channel.CreateBounded<Item>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <summary>Returns when the mark is committed; false when an officer has marked the entry before, and no token may leave.</summary>
    public async Task<bool> MarkAsync(EntryMark mark, CancellationToken cancellationToken)
    {
        var item = new Item(mark, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _items.Writer.WriteAsync(item, cancellationToken);
        return await item.Done.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Item>(BatchSize);
        while (await _items.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _items.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            await Write(batch, stoppingToken);
        }
    }

    private async Task Write(List<Item> batch, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var shut = await scope.ServiceProvider.GetRequiredService<IRollBulk>().MarkTokensAsync([.. batch.Select(item => item.Mark)], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            batch.ForEach(item => item.Done.SetResult(!shut.Contains(item.Mark)));
        }
        catch (Exception exception)
        {
            // Those who waited get no token and may ask again; the next batch is tried anew.
            logger.LogWarning(exception, "{Count} ballot tokens were not issued", batch.Count);
            batch.ForEach(item => item.Done.TrySetException(new InvalidOperationException("The ballot token could not be noted.", exception)));
        }
    }

    private sealed record Item(EntryMark Mark, TaskCompletionSource<bool> Done);
}
