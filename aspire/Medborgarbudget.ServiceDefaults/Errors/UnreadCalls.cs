using System.Globalization;
using Google.Protobuf;
using Grpc.Core;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>
/// Tells who sends a gRPC call with a message that cannot be read that it is so. Such a call reaches no handler, and the framework answers it
/// with UNKNOWN or INTERNAL, as if something were wrong here.
/// </summary>
internal sealed class UnreadCalls(RequestDelegate next)
{
    /// <summary>Left by the outermost interceptor: the message has been read.</summary>
    public const string ReadItem = "medborgarbudget.read";

    private const string StatusField = "grpc-status";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (!response.HasStarted && !context.Items.ContainsKey(ReadItem) && IsOurFault(response.Headers[StatusField]))
        {
            var status = ErrorStatus.OfHttp(StatusCodes.Status400BadRequest).ToStatus();
            response.Headers[StatusField] = status.Code.ToString(CultureInfo.InvariantCulture);
            response.Headers["grpc-message"] = status.Message;
            response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
        }
    }

    private static bool IsOurFault(string? status) =>
        int.TryParse(status, CultureInfo.InvariantCulture, out var code) && (StatusCode)code is StatusCode.Unknown or StatusCode.Internal;
}
