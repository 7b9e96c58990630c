using Google.Rpc;
using Grpc.Core;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>Calls that have to be refused.</summary>
internal static class Refusals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Makes the call and asks that it is refused with the status and code. Another refusal is asked again for a while: what one service
    /// has answered, the others learn a moment later. The pauses grow: thirty casts in a minute are a flood. Success is a fault at once.
    /// </summary>
    /// <returns>The problems that the refusal lists: fields, lines or what is missing.</returns>
    public static async Task<IReadOnlyList<string>> RefusedAsync<T>(StatusCode status, string code, Func<AsyncUnaryCall<T>> call)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        for (var pause = ShortestPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            var refusal = await RefusalOf(call, code);
            if ((refusal.StatusCode, CodeOf(refusal)) == (status, code))
            {
                return [.. (refusal.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? []).Select(violation => violation.Field)];
            }

            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                (refusal.StatusCode, CodeOf(refusal)).ShouldBe((status, code), refusal.Message);
            }

            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The stable code of a refusal.</summary>
    public static string CodeOf(RpcException refusal) => refusal.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "";

    private static async Task<RpcException> RefusalOf<T>(Func<AsyncUnaryCall<T>> call, string code)
    {
        try
        {
            var answer = await call();
            throw new ShouldAssertException($"expected {code}, was answered with {answer}");
        }
        catch (RpcException refusal)
        {
            return refusal;
        }
    }
}
