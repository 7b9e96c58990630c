using Grpc.Core;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>The one table from kinds of errors to HTTP and gRPC status.</summary>
public static class ErrorStatus
{
    public static int Http(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Missing => StatusCodes.Status404NotFound,
        ErrorKind.State or ErrorKind.Duplicate => StatusCodes.Status409Conflict,
        ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
        ErrorKind.KeyReused => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
    };

    public static StatusCode Grpc(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid or ErrorKind.KeyReused => StatusCode.InvalidArgument,
        ErrorKind.Unauthenticated => StatusCode.Unauthenticated,
        ErrorKind.Forbidden => StatusCode.PermissionDenied,
        ErrorKind.Missing => StatusCode.NotFound,
        ErrorKind.State => StatusCode.FailedPrecondition,
        ErrorKind.Duplicate => StatusCode.AlreadyExists,
        ErrorKind.Stale => StatusCode.Aborted,
        ErrorKind.TooMany => StatusCode.ResourceExhausted,
        ErrorKind.Unavailable => StatusCode.Unavailable,
    };

    /// <summary>The error that a bare HTTP status stands for, when the framework and not a handler has answered.</summary>
    public static Error OfHttp(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => GeneralErrors.Unauthenticated,
        StatusCodes.Status403Forbidden => GeneralErrors.Forbidden,
        StatusCodes.Status404NotFound => new Error("request.not_found", ErrorKind.Missing, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new Error("request.method_not_allowed", ErrorKind.Invalid, "The address does not take this method."),
        StatusCodes.Status413PayloadTooLarge => new Error("request.too_large", ErrorKind.Invalid, "The body is too large."),
        StatusCodes.Status415UnsupportedMediaType => new Error("request.unsupported_media_type", ErrorKind.Invalid, "The body's media type is not read here."),
        StatusCodes.Status429TooManyRequests => new Error("request.too_many", ErrorKind.TooMany, "Too many requests."),
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout =>
            new Error("request.timeout", ErrorKind.Unavailable, "It took too long."),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => GeneralErrors.Unavailable,
        >= 500 => new Error("internal", ErrorKind.Unavailable, "Something went wrong here."),
        _ => new Error("request.malformed", ErrorKind.Invalid, "The request cannot be read."),
    };
}
