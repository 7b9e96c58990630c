using Google.Rpc;
using Grpc.Core;

namespace Medborgarbudget.Cli.Gateway;

/// <summary>
/// Makes the calls of officials. What has just been changed in one service reaches the others by event, so a refusal that time can mend
/// is asked again for a bounded time; a gateway that does not answer is waited for as long as the person allows.
/// </summary>
internal sealed class Calls(TimeSpan outagePatience, TimeProvider clock)
{
    private static readonly TimeSpan SettlingPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The answer, or a line that names the step and the reason.</summary>
    public async Task<T> AskAsync<T>(string step, Person? person, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
        where T : class =>
        await AskAsync(step, person, call, [], cancellationToken)
            ?? throw CommandException.Failed($"{step}: the gateway gave no answer.");

    /// <summary>As the other; null when the refusal is one of the codes that tell that it is done already.</summary>
    public async Task<T?> AskAsync<T>(
        string step, Person? person, Func<CallOptions, AsyncUnaryCall<T>> call, IReadOnlyCollection<string> doneCodes, CancellationToken cancellationToken)
        where T : class
    {
        // One key for all attempts: what was done by an attempt whose answer was lost is not done twice.
        var key = Guid.NewGuid().ToString();
        var started = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(await OptionsAsync(person, key, cancellationToken));
            }
            catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (doneCodes.Contains(CodeOf(exception)))
                {
                    return null;
                }

                if (clock.GetElapsedTime(started) >= PatienceFor(exception.StatusCode))
                {
                    throw CommandException.Failed($"{step}: {Describe(exception)}", exception);
                }
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>What went wrong, in one line.</summary>
    public static string Describe(RpcException exception)
    {
        var details = exception.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(fault => $"{fault.Field}: {fault.Description}") ?? [];
        var code = CodeOf(exception);
        return string.Join("; ", [$"{exception.Status.Detail}{(code.Length > 0 ? $" ({code})" : "")}", .. details]);
    }

    private static string CodeOf(RpcException exception) => exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "";

    private TimeSpan PatienceFor(StatusCode status) => status switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled => outagePatience,
        StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.ResourceExhausted => SettlingPatience,
        _ => TimeSpan.Zero,
    };

    private async Task<CallOptions> OptionsAsync(Person? person, string key, CancellationToken cancellationToken)
    {
        var headers = new Metadata { { "idempotency-key", key } };
        if (person is not null)
        {
            headers.Add("authorization", $"Bearer {await person.TokenAsync(cancellationToken)}");
        }

        return new CallOptions(headers, (clock.GetUtcNow() + AnswerPatience).UtcDateTime, cancellationToken);
    }
}
