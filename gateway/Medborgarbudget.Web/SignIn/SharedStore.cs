using System.Diagnostics;
using Medborgarbudget.Web.Api;
using StackExchange.Redis;

namespace Medborgarbudget.Web.SignIn;

/// <summary>What becomes of a request while the store that the replicas share is away: a page that says when to come again.</summary>
internal static class SharedStore
{
    private const int RetryAfterSeconds = 10;

    public static bool IsAway(Exception exception) => exception is RedisException or TimeoutException;

    public static ApiFailureException Unavailable(Exception exception, ILogger logger)
    {
        Note(exception, logger);
        return new ApiFailureException(new Problem(StatusCodes.Status503ServiceUnavailable, "", null, Activity.Current?.TraceId.ToString() ?? "")
        {
            RetryAfterSeconds = RetryAfterSeconds,
        });
    }

    /// <summary>Only its kind: a message may have a key of the store.</summary>
    public static void Note(Exception exception, ILogger logger) => logger.LogWarning("The shared store does not answer ({Problem})", exception.GetType().Name);
}
