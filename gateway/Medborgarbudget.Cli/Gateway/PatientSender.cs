using System.Net;
using System.Security.Cryptography;

namespace Medborgarbudget.Cli.Gateway;

/// <summary>The last answer to a request that may have been sent several times.</summary>
/// <param name="Status">Null when none that says anything came in time: the outcome is unknown.</param>
internal readonly record struct Answer(HttpStatusCode? Status, byte[] Body)
{
    public static readonly Answer None = new(null, []);

    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;
}

/// <summary>
/// Sends a request again, the same in every respect, while the gateway is overloaded, fails or does not answer: as long as the waiting
/// time allows, counted from the first trouble of this request.
/// </summary>
/// <param name="sentAgain">Is told whenever a request was not answered, or asked to come again.</param>
internal sealed class PatientSender(HttpClient http, TimeSpan patience, TimeProvider clock, Action? sentAgain = null)
{
    private const int SpreadMilliseconds = 200;

    private static readonly TimeSpan PauseAtOutage = TimeSpan.FromMilliseconds(500);

    public Task<Answer> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken) => SendAsync(make, _ => { }, cancellationToken);

    /// <param name="make">Makes the request, each time it is sent.</param>
    /// <param name="toldToWait">Is given each answer that asks to come again: what it says may belong into the next request.</param>
    public async Task<Answer> SendAsync(Func<HttpRequestMessage> make, Action<HttpResponseMessage> toldToWait, CancellationToken cancellationToken)
    {
        long? troubleSince = null;
        while (true)
        {
            var (answer, pause) = await TryAsync(make, toldToWait, cancellationToken);
            if (answer is { } given)
            {
                return given;
            }

            sentAgain?.Invoke();
            troubleSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(troubleSince.Value) >= patience)
            {
                return Answer.None;
            }

            // Spread, so that those who were refused together do not come back together.
            await Task.Delay(pause + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(SpreadMilliseconds)), clock, cancellationToken);
        }
    }

    private async Task<(Answer? Answer, TimeSpan Pause)> TryAsync(Func<HttpRequestMessage> make, Action<HttpResponseMessage> toldToWait, CancellationToken cancellationToken)
    {
        try
        {
            using var request = make();
            using var response = await http.SendAsync(request, cancellationToken);
            if (!IsPassing(response.StatusCode))
            {
                return (new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)), default);
            }

            toldToWait(response);
            return (null, response.Headers.RetryAfter?.Delta ?? PauseAtOutage);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || IsTimeout(exception, cancellationToken))
        {
            return (null, PauseAtOutage);
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is TaskCanceledException && !cancellationToken.IsCancellationRequested;
}
