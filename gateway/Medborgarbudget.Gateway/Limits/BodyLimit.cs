using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Limits;

/// <summary>
/// Refuses a body that is too large, announced or not, and in every protocol. What the client is still sending is taken off the wire
/// within bounds: cut off at once it would never read the answer that says why.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, GatewayOptions options)
{
    /// <summary>How many times the limit is read before the connection is cut.</summary>
    public const int PatienceFactor = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        var whole = context.Request.Body;
        var limited = new LimitedBody(whole, options.MaxBodyBytes);
        var isAnnounced = context.Request.ContentLength > options.MaxBodyBytes;
        if (!isAnnounced)
        {
            context.Request.Body = limited;
            await next(context);
        }

        if ((isAnnounced || limited.IsExceeded) && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Fail(StatusCodes.Status413PayloadTooLarge);
            await DrainAsync(whole, context.RequestAborted);
        }
    }

    private async Task DrainAsync(Stream body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var buffer = new byte[16 * 1024];
        var left = options.MaxBodyBytes * PatienceFactor;
        try
        {
            for (var read = 1; read > 0 && left > 0; left -= read)
            {
                read = await body.ReadAsync(buffer, patience.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone or is too slow: the answer is written all the same, for who still listens.
        }
    }
}
