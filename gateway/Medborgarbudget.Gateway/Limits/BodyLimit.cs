namespace Medborgarbudget.Gateway.Limits;

/// <summary>Refuses a body that announces itself as too large before anything is read; the server cuts off one that does not.</summary>
internal sealed class BodyLimit(RequestDelegate next, GatewayOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > options.MaxBodyBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
