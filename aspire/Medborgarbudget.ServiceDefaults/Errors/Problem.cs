using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>A failed answer in the form of RFC 9457, with <c>code</c> and <c>traceId</c>.</summary>
public static class Problem
{
    public const string ContentType = "application/problem+json";

    internal const string MembersItem = "medborgarbudget.error.members";

    public static Task WriteAsync(HttpContext context, Error error, ErrorTexts texts)
    {
        ArgumentNullException.ThrowIfNull(error);
        return WriteAsync(context, error, ErrorStatus.Http(error.Kind), texts);
    }

    /// <summary>What a bare HTTP status stands for.</summary>
    public static Task WriteAsync(HttpContext context, int status, ErrorTexts texts) => WriteAsync(context, ErrorStatus.OfHttp(status), status, texts);

    private static Task WriteAsync(HttpContext context, Error error, int status, ErrorTexts texts)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(texts);
        var response = context.Response;
        response.StatusCode = status;
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        response.ContentLength = null;
        response.Headers.CacheControl = "no-store";
        var problem = new Dictionary<string, object?>
        {
            ["type"] = $"urn:medborgarbudget:error:{error.Code}",
            ["title"] = texts.For(error, context),
            ["status"] = status,
            ["code"] = error.Code,
            ["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        };
        if (error.Faults.Count > 0)
        {
            problem["errors"] = error.Faults.Select(fault => new { field = fault.Field, problem = fault.Problem });
        }

        foreach (var (name, value) in context.Items[MembersItem] as IReadOnlyDictionary<string, object> ?? ReadOnlyDictionary<string, object>.Empty)
        {
            problem[name] = value;
        }

        return response.WriteAsJsonAsync(problem, options: null, ContentType, context.RequestAborted);
    }
}
