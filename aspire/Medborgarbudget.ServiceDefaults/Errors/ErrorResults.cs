using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>Carries an <see cref="Error"/> over the edge: as google.rpc.Status in gRPC, and to the problem writer in JSON.</summary>
public static class ErrorResults
{
    /// <summary>Domain of <c>google.rpc.ErrorInfo</c>.</summary>
    public const string ErrorDomain = "medborgarbudget";

    private const string Swedish = "sv";

    /// <summary>The value, or the error as the exception that gRPC wants at its edge.</summary>
    public static T OrThrow<T>(this Result<T> result) =>
        result.Succeeded(out var value, out var error) ? value : throw error.ToRpcException();

    public static RpcException ToRpcException(this Error error) => error.ToStatus().ToRpcException();

    /// <summary>The error as it travels inside a message, for an rpc whose parts fail one by one. Its Swedish text, where there is one, goes with it.</summary>
    public static Google.Rpc.Status ToStatus(this Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var status = new Google.Rpc.Status { Code = (int)ErrorStatus.Grpc(error.Kind), Message = error.Message };
        var info = new ErrorInfo { Domain = ErrorDomain, Reason = error.Code };
        info.Metadata["kind"] = error.Kind.ToString();
        status.Details.Add(Any.Pack(info));
        if (error.Faults.Count > 0)
        {
            var faults = error.Faults.Select(fault => new BadRequest.Types.FieldViolation { Field = fault.Field, Description = fault.Problem });
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { faults } }));
        }

        if (error.RetryAfterSeconds is { } seconds)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) }));
        }

        if (error.Swedish is { } swedish)
        {
            status.Details.Add(Any.Pack(new LocalizedMessage { Locale = Swedish, Message = swedish }));
        }

        return status;
    }

    /// <summary>The error that a message carries.</summary>
    public static Error ToError(this Google.Rpc.Status status) => status.ToError(GeneralErrors.Unavailable)!;

    /// <summary>The error inside a failed call to another service of ours; a broken connection reads as unavailable.</summary>
    public static Error ToError(this RpcException exception) => exception.ToError(GeneralErrors.Unavailable)!;

    internal static Error? ToError(this RpcException exception, Error? fallback) => exception.GetRpcStatus().ToError(fallback);

    private static Error? ToError(this Google.Rpc.Status? status, Error? fallback)
    {
        var info = status?.GetDetail<ErrorInfo>();
        if (info is null || !System.Enum.TryParse<ErrorKind>(info.Metadata.GetValueOrDefault("kind", ""), out var kind))
        {
            return fallback;
        }

        var faults = status!.GetDetail<BadRequest>()?.FieldViolations.Select(v => new FieldFault(v.Field, v.Description)) ?? [];
        return new Error(info.Reason, kind, status.Message)
        {
            Faults = [.. faults],
            RetryAfterSeconds = (int?)status.GetDetail<RetryInfo>()?.RetryDelay.Seconds,
            Swedish = status.GetDetail<LocalizedMessage>()?.Message,
        };
    }

    private static TValue GetValueOrDefault<TKey, TValue>(this Google.Protobuf.Collections.MapField<TKey, TValue> map, TKey key, TValue other)
        where TKey : notnull => map.TryGetValue(key, out var value) ? value : other;
}
