using System.Globalization;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Box;

/// <summary>How far this instance's clock is ahead of the store's.</summary>
/// <param name="Ahead">Negative when it is behind.</param>
/// <param name="Doubt">What it may be wrong by: half of the time that the store took to answer.</param>
internal readonly record struct Drift(TimeSpan Ahead, TimeSpan Doubt)
{
    public bool IsBeyond(TimeSpan most) => Ahead.Duration() - Doubt > most;
}

/// <summary>The clock of the store, which is the same for every instance.</summary>
internal sealed class StoreClock(IConnectionMultiplexer redis, TimeProvider clock)
{
    private const int Looks = 5;

    /// <summary>The median of a few looks, so that one answer that was held up on its way decides nothing.</summary>
    public async Task<Drift> MeasureAsync()
    {
        var drifts = new Drift[Looks];
        for (var i = 0; i < Looks; i++)
        {
            drifts[i] = await LookAsync();
        }

        return drifts.OrderBy(drift => drift.Ahead).ElementAt(Looks / 2);
    }

    private async Task<Drift> LookAsync()
    {
        var before = clock.GetUtcNow();
        var asked = TimeProvider.System.GetTimestamp();
        var time = (string[])(await redis.GetDatabase().ExecuteAsync("TIME"))!;
        var half = TimeProvider.System.GetElapsedTime(asked) / 2;
        var store = DateTimeOffset.UnixEpoch.AddSeconds(Number(time[0])).AddMicroseconds(Number(time[1]));
        return new Drift(before + half - store, half);
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
