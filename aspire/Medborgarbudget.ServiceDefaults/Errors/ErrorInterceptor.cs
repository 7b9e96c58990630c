using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>
/// The outermost interceptor: leaves the error of a failed call where the problem writer finds it, turns a cancelled call into its
/// status and a bug into INTERNAL with nothing of it told outside.
/// </summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Items[UnreadCalls.ReadItem] = true;
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Items[UnreadCalls.ReadItem] = true;
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException rpc)
        {
            context.GetHttpContext().Items[ProblemWriter.ErrorItem] = rpc.ToError(fallback: null);
            return rpc;
        }

        if (exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
        {
            return new RpcException(new Status(StatusCode.Cancelled, "The caller has gone."));
        }

        logger.LogError(exception, "{Method} failed", context.Method);
        return new RpcException(new Status(StatusCode.Internal, "Something went wrong here."));
    }
}
