using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>Keeps answers within bounds, and lets those who miss the same one at the same time share one call.</summary>
internal sealed class AnswerStore(ServiceReader services, GatewayOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>What an entry costs beside its text; it bounds the number of entries too.</summary>
    private const int EntryBytes = 512;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = options.Cache.MaxBytes, CompactionPercentage = 0.1 });
    private readonly ConcurrentDictionary<string, Lazy<Task<ServiceAnswer>>> _underway = new(StringComparer.Ordinal);

    public KeptAnswer? Find(PublicRead read) => _kept.Get<KeptAnswer>(read.Key);

    public long Now => clock.GetTimestamp();

    public TimeSpan AgeOf(KeptAnswer kept) => clock.GetElapsedTime(kept.TakenAt);

    /// <summary>Asks the service, or waits with those who have asked already.</summary>
    public Task<ServiceAnswer> RenewAsync(PublicRead read) =>
        _underway.GetOrAdd(read.Key, static (_, asked) => new Lazy<Task<ServiceAnswer>>(() => asked.Store.FetchAsync(asked.Read)), (Store: this, Read: read)).Value;

    public void Dispose() => _kept.Dispose();

    private async Task<ServiceAnswer> FetchAsync(PublicRead read)
    {
        // Whoever looked just before another's call had ended comes here just after it.
        if (Find(read) is { } renewed && read.Freshness.IsFresh(AgeOf(renewed)))
        {
            _underway.TryRemove(read.Key, out _);
            return new ServiceAnswer(StatusCodes.Status200OK, renewed.ContentType, renewed.Body, null, IsForEverybody: true);
        }

        var takenAt = Now;
        try
        {
            var answer = await services.AskAsync(read);
            Keep(read, answer, takenAt);
            return answer;
        }
        finally
        {
            _underway.TryRemove(read.Key, out _);
        }
    }

    private void Keep(PublicRead read, ServiceAnswer answer, long takenAt)
    {
        if (answer is { Status: StatusCodes.Status200OK, IsForEverybody: true })
        {
            _kept.Set(read.Key, new KeptAnswer(answer.Body, answer.ContentType, takenAt), new MemoryCacheEntryOptions
            {
                Size = answer.Body.Length + (2 * read.Key.Length) + EntryBytes,
                AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(options.Cache.SecondsWhenDown + read.Freshness.Fresh),
            });
        }
        else if (!answer.IsFailure)
        {
            _kept.Remove(read.Key);
        }
    }
}
