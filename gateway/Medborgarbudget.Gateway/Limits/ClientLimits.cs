using System.Threading.RateLimiting;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.RateLimiting;

namespace Medborgarbudget.Gateway.Limits;

/// <summary>
/// How much one client may ask at the same time, and one of a third party in a second, so that one alone cannot take the service from the
/// others. Each gateway counts for itself: behind n of them a client gets up to n times as much.
/// </summary>
internal static class ClientLimits
{
    private const int RetryAfterSeconds = 1;

    public static void AddClientLimits(this IServiceCollection services, GatewayOptions options) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(Quota(options), AtOnce(options));
            limiter.OnRejected = Refuse;
        });

    private static PartitionedRateLimiter<HttpContext> AtOnce(GatewayOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(ClientOf(context), _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = options.Concurrent,
                QueueLimit = options.Queued,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }));

    /// <summary>
    /// By the client of a token that holds: what is only claimed (an origin, a client id in a form) could be used to use up another's. One
    /// counter for each client with a token, gone when it has been quiet. Casting a ballot is not counted: a vote does not hang on a quota.
    /// </summary>
    private static PartitionedRateLimiter<HttpContext> Quota(GatewayOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.User.FindFirst("client_id")?.Value is { } client && Caller.IsThirdPartyClient(client)
                ? RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.ClientBurst,
                    TokensPerPeriod = options.ClientPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                })
                : RateLimitPartition.GetNoLimiter(""));

    /// <summary>A client with credentials of its own is known by its id wherever it calls from; persons and visitors by their address.</summary>
    private static string ClientOf(HttpContext context)
    {
        var isPerson = Id.TryParse<PersonId>(context.User.FindFirst("sub")?.Value, out _);
        var client = isPerson ? null : context.User.FindFirst("client_id")?.Value;
        return client is null ? $"address {context.Connection.RemoteIpAddress}" : $"client {client}";
    }

    private static ValueTask Refuse(OnRejectedContext context, CancellationToken cancellationToken)
    {
        // Only a quota knows when the next request fits.
        var isQuota = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out _);
        context.HttpContext.Fail(isQuota
            ? ClientErrors.OverQuota
            : ErrorStatus.OfHttp(StatusCodes.Status429TooManyRequests) with { RetryAfterSeconds = RetryAfterSeconds });
        return ValueTask.CompletedTask;
    }
}
