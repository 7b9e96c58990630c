using Medborgarbudget.Identity.Federation;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// Refuses sign-in requests whose form or query cannot be read or carries a NUL, which a database would refuse later as a failure of
/// ours. What is read here is not read again. The answer has the form of OAuth (RFC 6749 §5.2).
/// </summary>
internal sealed class ReadableForms(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsSignIn(context.Request.Path) && !await IsReadable(context.Request, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_request" }, context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static bool IsSignIn(PathString path) =>
        path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(EidEndpoints.Path, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/simulated-eid", StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> IsReadable(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var form = request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
            return !request.Query.Concat(form).Any(field => HasNul(field.Key) || field.Value.Any(HasNul));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
