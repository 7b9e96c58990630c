using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Gateway.OpenApi;
using Microsoft.Extensions.Primitives;

namespace Medborgarbudget.Gateway.Security;

/// <summary>What a browser must be told about answers of the API. Sign-in and the web say for themselves what their pages need.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public const string NothingIsLoaded = "default-src 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private static Task Set(object answered)
    {
        var context = (HttpContext)answered;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (ApiRequests.IsApi(context.Request))
        {
            SetForApi(context);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// A page of anybody may load what these methods answer without asking first (Fetch standard, "CORS-safelisted method"). The others answer
    /// programs alone, and a ballot is spared two headers.
    /// </summary>
    private static bool MayBeLoadedByAnybody(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method);

    private static void SetForApi(HttpContext context)
    {
        var headers = context.Response.Headers;
        var page = DocsPage.PolicyOf(context);
        if (MayBeLoadedByAnybody(context.Request.Method))
        {
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
        }

        headers.ContentSecurityPolicy = page ?? NothingIsLoaded;

        // What was answered to a token is for its holder alone, and what nobody says may be kept is not.
        var isUnsaid = page is null && StringValues.IsNullOrEmpty(headers.CacheControl);
        if (isUnsaid || !StringValues.IsNullOrEmpty(context.Request.Headers.Authorization))
        {
            headers.CacheControl = "no-store";
        }
    }
}
