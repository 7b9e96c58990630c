using System.Threading.RateLimiting;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.RateLimiting;

namespace Medborgarbudget.Gateway.Limits;

/// <summary>How much one client may ask at the same time, so that one alone cannot take the service from the others.</summary>
internal static class ClientLimits
{
    private const int RetryAfterSeconds = 1;

    public static void AddClientLimits(this IServiceCollection services, GatewayOptions options) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetConcurrencyLimiter(ClientOf(context), _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = options.Concurrent,
                    QueueLimit = options.Queued,
                    QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                }));
            limiter.OnRejected = Refuse;
        });

    /// <summary>A client with credentials of its own is known by its id wherever it calls from; persons and visitors by their address.</summary>
    private static string ClientOf(HttpContext context)
    {
        var isPerson = Id.TryParse<PersonId>(context.User.FindFirst("sub")?.Value, out _);
        var client = isPerson ? null : context.User.FindFirst("client_id")?.Value;
        return client is null ? $"address {context.Connection.RemoteIpAddress}" : $"client {client}";
    }

    private static ValueTask Refuse(OnRejectedContext context, CancellationToken cancellationToken)
    {
        context.HttpContext.Fail(ErrorStatus.OfHttp(StatusCodes.Status429TooManyRequests) with { RetryAfterSeconds = RetryAfterSeconds });
        return ValueTask.CompletedTask;
    }
}
