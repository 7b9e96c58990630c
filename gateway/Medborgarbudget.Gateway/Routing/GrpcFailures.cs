using Grpc.Core;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.Routing;

/// <summary>
/// Gives a gRPC or gRPC-Web caller whom the gateway itself refuses a gRPC status with the error's code, where the caller's library
/// would else guess one from the HTTP status.
/// </summary>
internal sealed class GrpcFailures(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || !ApiRequests.IsGrpc(context.Request))
        {
            return;
        }

        var httpStatus = response.StatusCode;
        var failure = context.Failure().ToRpcException();
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = context.Request.ContentType;
        response.ContentLength = null;

        // An answer without body: gRPC then reads its trailers from the headers.
        response.Headers["grpc-status"] = ((int)(Special(httpStatus) ?? failure.StatusCode)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(failure.Status.Detail);
        foreach (var trailer in failure.Trailers.Where(entry => entry.IsBinary))
        {
            response.Headers[trailer.Key] = Convert.ToBase64String(trailer.ValueBytes);
        }
    }

    /// <summary>What gRPC has a status for and the kinds of errors have not.</summary>
    private static StatusCode? Special(int httpStatus) => httpStatus switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => StatusCode.Unimplemented,
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => StatusCode.DeadlineExceeded,
        StatusCodes.Status413PayloadTooLarge => StatusCode.ResourceExhausted,
        _ => null,
    };
}
