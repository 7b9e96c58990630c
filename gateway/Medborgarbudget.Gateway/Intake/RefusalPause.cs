using System.Security.Cryptography;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>
/// Lets who is told to come again wait a moment for being told. Callers who ask again at once would else be refused many times a second each, and a refusal costs
/// a gateway nearly as much as a ballot: the more were refused, the fewer could vote. Bounded: those beyond are told at once.
/// </summary>
internal sealed class RefusalPause(GatewayOptions options)
{
    private const int LeastMilliseconds = 1000;
    private const int MostMilliseconds = 3000;
    private int _held;

    /// <summary>Returns after one to three seconds, or when the caller has gone.</summary>
    public async Task WaitAsync(CancellationToken aborted)
    {
        try
        {
            if (Interlocked.Increment(ref _held) <= options.RefusalsHeld)
            {
                // Not all at once, so that they do not come again together.
                await Task.Delay(RandomNumberGenerator.GetInt32(LeastMilliseconds, MostMilliseconds), aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }
}
