using Medborgarbudget.Web.Assets;

namespace Medborgarbudget.Web.Hosting;

/// <summary>What a browser is told about every page: nothing inline, nothing from elsewhere, and who may keep a copy.</summary>
internal sealed class PageHeaders(RequestDelegate next, WebOptions options)
{
    // After signing out the browser is sent to the issuer, and browsers hold redirects after a form to form-action too.
    private readonly string _policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + $"form-action 'self' {options.Issuer.GetLeftPart(UriPartial.Authority)}";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments(AssetFiles.Folder))
        {
            return;
        }

        var isPublic = HttpMethods.IsGet(context.Request.Method)
            && context.Response.StatusCode == StatusCodes.Status200OK
            && context.Request.Cookies.Count == 0;
        headers.CacheControl = isPublic ? "public, max-age=30" : "no-store";
        headers.Vary = "Cookie";
    }
}
