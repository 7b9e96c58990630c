using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Http.Features;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>
/// Makes every failed answer that is not gRPC an <c>application/problem+json</c> (RFC 9457) with <c>code</c> and <c>traceId</c>,
/// whoever gave it: a handler, JSON transcoding, routing, authentication or the server itself.
/// </summary>
internal sealed class ProblemWriter(RequestDelegate next, ErrorTexts texts, ILogger<ProblemWriter> logger)
{
    public const string ErrorItem = "medborgarbudget.error";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            await next(context);
            return;
        }

        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var gate = new FailureGate(context.Response, inner.Stream, KeepsOwnFailures(context.Request));
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(gate, inner));
        await Run(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        context.Features.Set(inner);
        if (IsBareFailure(context.Response, KeepsOwnFailures(context.Request)))
        {
            await Write(context);
        }
    }

    private async Task Run(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.LogError(exception, "{Method} {Endpoint} failed", context.Request.Method, context.GetEndpoint()?.DisplayName);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>Sign-in has errors of its own form (RFC 6749) and a page is for people: only what they leave without a body is given one.</summary>
    private static bool KeepsOwnFailures(HttpRequest request) =>
        request.Path.Value?.StartsWith("/medborgarbudget", StringComparison.OrdinalIgnoreCase) != true;

    private static bool IsBareFailure(HttpResponse response, bool keepsOwn) =>
        !response.HasStarted && response.StatusCode >= 400 && response.StatusCode != StatusCodes.Status499ClientClosedRequest
            && !(keepsOwn && response.ContentType is not null)
            && response.ContentType?.StartsWith(Problem.ContentType, StringComparison.OrdinalIgnoreCase) != true;

    private Task Write(HttpContext context) => context.Items[ErrorItem] is Error error
        ? Problem.WriteAsync(context, error, texts)
        : Problem.WriteAsync(context, context.Response.StatusCode, texts);
}
