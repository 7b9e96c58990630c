using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Medborgarbudget.TestKit.Hostile;

/// <summary>Who sends the hostile requests, and what is broken on purpose meanwhile.</summary>
/// <param name="IsStranger">Has no token, or none that holds.</param>
/// <param name="UnavailableIsRight">Something that the operation needs is really missing, so that 503 is the right answer.</param>
public sealed record HostileCaller(bool IsStranger, bool UnavailableIsRight = false);

/// <summary>Judges answers to hostile requests.</summary>
public static partial class HostileAnswers
{
    private static readonly HttpStatusCode[] OfTheServerItself =
        [HttpStatusCode.BadRequest, HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestHeaderFieldsTooLarge];

    /// <summary>What is wrong with the answer, or null when it is as it must be.</summary>
    public static async Task<string?> FaultOf(
        HostileRequest request, HttpResponseMessage answer, HostileCaller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(caller);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var fault = StatusFault(request, answer.StatusCode, caller) ?? ProblemFault(request, answer, body);
        return fault is null ? null : $"{request}: {fault} ({(int)answer.StatusCode} {body[..Math.Min(body.Length, 200)]})";
    }

    private static string? StatusFault(HostileRequest request, HttpStatusCode status, HostileCaller caller)
    {
        if ((int)status >= 500 && !(caller.UnavailableIsRight && status == HttpStatusCode.ServiceUnavailable))
        {
            return "the server failed";
        }

        return caller.IsStranger && request.Operation.IsSecured && (int)status < 300 ? "a stranger was let in" : null;
    }

    private static string? ProblemFault(HostileRequest request, HttpResponseMessage answer, string body)
    {
        if ((int)answer.StatusCode < 400)
        {
            return null;
        }

        if (request.MayBeRefusedUnread && body.Length == 0 && OfTheServerItself.Contains(answer.StatusCode))
        {
            return null;
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return "the error is no problem document";
        }

        return body.Contains("Exception", StringComparison.Ordinal) || body.Contains("   at ", StringComparison.Ordinal)
            ? "the problem tells what is inside"
            : MembersFault(body);
    }

    private static string? MembersFault(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            var code = problem.RootElement.GetProperty("code").GetString() ?? "";
            var traceId = problem.RootElement.GetProperty("traceId").GetString() ?? "";
            return !Code().IsMatch(code) ? "the problem has no code" : traceId.Length == 0 ? "the problem has no traceId" : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "the problem cannot be read";
        }
    }

    [GeneratedRegex(@"^[a-z_]+(\.[a-z_]+)?$")]
    private static partial Regex Code();
}
