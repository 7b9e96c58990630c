using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Kernel;
using StackExchange.Redis;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>The lines that any number of gateways share. One script on one key is one step; it runs on Redis 7 and on Garnet 2.2 alike.</summary>
internal sealed class RedisLines(IConnectionMultiplexer redis, GatewayOptions options, TimeProvider clock) : IWaitingLines
{
    private static readonly string Script = ReadScript();

    public async Task<Standing> StepAsync(SubBudgetId subBudget, LineStep step, long number)
    {
        RedisValue[] values =
        [
            (int)step, number, Microseconds.Of(clock.GetUtcNow()), options.WaitingRoom.OpensAt,
            (long)RedisKeys.IdleKept.TotalSeconds, (long)RedisKeys.Kept.TotalSeconds,
        ];
        var answer = (long[]?)await redis.GetDatabase().ScriptEvaluateAsync(Script, [RedisKeys.Line(subBudget)], values)
            ?? throw new InvalidOperationException("The script of the waiting line gave no answer.");
        return new Standing(answer[0] == 1, answer[1], answer[2], answer[3], (int)answer[4], (WaitingRoomMode)answer[5]);
    }

    public async Task SetAsync(SubBudgetId subBudget, WaitingRoomMode mode, int rate)
    {
        var key = RedisKeys.Line(subBudget);
        await redis.GetDatabase().HashSetAsync(key, [new HashEntry("mode", (int)mode), new HashEntry("rate", rate)]);
        await redis.GetDatabase().KeyExpireAsync(key, RedisKeys.Kept);
    }

    private static string ReadScript()
    {
        using var stream = typeof(RedisLines).Assembly.GetManifestResourceStream("Medborgarbudget.Gateway.WaitingRooms.line.lua")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
