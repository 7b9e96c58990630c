using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>
/// Tells browsers which pages of others may call: what a visitor can read, any; the rest, those of registered clients, to the letter.
/// Cookies are never taken along. Stands before the ballots, so that their preflights are answered too.
/// </summary>
internal sealed class CrossOrigin(RequestDelegate next, KnownClients clients, ErrorTexts texts)
{
    private const string Anybody = "*";
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";

    private const string RequestHeaders =
        "authorization, content-type, accept-language, idempotency-key, if-match, if-none-match, waiting-ticket, traceparent, grpc-timeout, x-grpc-web, x-user-agent";

    private const string ResponseHeaders =
        "etag, retry-after, location, content-disposition, waiting-ticket, waiting-place, grpc-status, grpc-message, grpc-status-details-bin";

    /// <summary>Seconds that a browser keeps the answer. What a stopped client's page asks meanwhile is refused for its token.</summary>
    private const string KeptFor = "600";

    private static readonly string[] SignIn = ["/connect/token", "/connect/userinfo", "/.well-known/"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsForPrograms(request))
        {
            return next(context);
        }

        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;
        if (IsPublicRead(request))
        {
            Allow(context, Anybody);
        }
        else if (request.Headers.Origin.ToString() is { Length: > 0 } origin)
        {
            context.Response.Headers.AppendCommaSeparatedValues("Vary", "Origin");
            if (clients.IsOrigin(origin))
            {
                Allow(context, origin);
            }
            else if (isPreflight)
            {
                return Problem.WriteAsync(context, ClientErrors.OriginNotAllowed, texts);
            }
        }

        return isPreflight ? AnswerPreflight(context) : next(context);
    }

    private static bool IsForPrograms(HttpRequest request) =>
        ApiRequests.IsApi(request) || (request.Path.Value is { } path && SignIn.Any(start => path.StartsWith(start, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Without a token everybody is a visitor: no cookie counts here.</summary>
    private static bool IsPublicRead(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Authorization.Count == 0;

    private static void Allow(HttpContext context, string origin)
    {
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = ResponseHeaders;
    }

    private static Task AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Remove("Access-Control-Expose-Headers");
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = KeptFor;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
