namespace Medborgarbudget.Web.Hosting;

/// <summary>The browser's side may be https while the gateway speaks http to us: addresses we send it to must be its own.</summary>
internal sealed class PublicScheme(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Request.Scheme = options.Address.Scheme;
        return next(context);
    }
}
