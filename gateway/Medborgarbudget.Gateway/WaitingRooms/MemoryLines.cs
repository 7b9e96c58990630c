using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>The lines of a gateway that stands alone. They end with the process.</summary>
internal sealed class MemoryLines(GatewayOptions options, TimeProvider clock) : IWaitingLines, IDisposable
{
    private readonly MemoryCache _lines = new(new MemoryCacheOptions { ExpirationScanFrequency = RedisKeys.IdleKept });
    private readonly Lock _gate = new();

    public Task<Standing> StepAsync(SubBudgetId subBudget, LineStep step, long number)
    {
        lock (_gate)
        {
            var line = Find(subBudget);
            var standing = line.Step(step, number, Microseconds.Of(clock.GetUtcNow()));
            Keep(subBudget, line);
            return Task.FromResult(standing);
        }
    }

    public Task SetAsync(SubBudgetId subBudget, WaitingRoomMode mode, int rate)
    {
        lock (_gate)
        {
            var line = Find(subBudget);
            line.Set(mode, rate);
            Keep(subBudget, line);
            return Task.CompletedTask;
        }
    }

    public void Dispose() => _lines.Dispose();

    private WaitingLine Find(SubBudgetId subBudget) => _lines.Get<WaitingLine>(subBudget) ?? new WaitingLine(options.WaitingRoom.OpensAt);

    private void Keep(SubBudgetId subBudget, WaitingLine line) =>
        _lines.Set(subBudget, line, line.IsIdle ? RedisKeys.IdleKept : RedisKeys.Kept);
}
