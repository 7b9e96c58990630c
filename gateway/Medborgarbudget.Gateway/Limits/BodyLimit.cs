using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Medborgarbudget.Gateway.Limits;

/// <summary>
/// Refuses a body that is too large, in every protocol, before the service sees any of it, and reads any other one whole before it is
/// forwarded: a service that answers early would otherwise leave the rest unread, and the connection would be cut under the client's next
/// request. No rpc streams its request, so nobody waits for that.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, GatewayOptions options)
{
    /// <summary>How many times the limit is taken off the wire before the connection is cut.</summary>
    public const int PatienceFactor = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        if (await IsWithinAsync(context))
        {
            await next(context);
            return;
        }

        context.Fail(StatusCodes.Status413PayloadTooLarge);
        await DrainAsync(context.Request.Body, context.RequestAborted);
    }

    private async ValueTask<bool> IsWithinAsync(HttpContext context)
    {
        if (context.Request.ContentLength > options.MaxBodyBytes)
        {
            return false;
        }

        if (context.Request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return true;
        }

        var whole = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        context.Response.RegisterForDispose(whole);
        var buffer = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > options.MaxBodyBytes)
            {
                return false;
            }
        }

        whole.Position = 0;
        context.Request.Body = whole;
        return true;
    }

    /// <summary>A client that is cut off while it sends never reads the answer that says why.</summary>
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
