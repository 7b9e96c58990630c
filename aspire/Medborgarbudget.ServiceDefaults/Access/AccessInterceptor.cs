using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>Lets an rpc through only when its access option lets the caller in; what has no rule is refused.</summary>
internal sealed class AccessInterceptor(Caller caller) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Enter(context);
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException refusal) when (caller.IsTooWeak && refusal.ToError().Code == GeneralErrors.Forbidden.Code)
        {
            // The handler refused for want of a role that the person holds: a stronger sign-in is what she needs to be told of.
            throw GeneralErrors.LevelTooLow.ToRpcException();
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enter(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enter(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Enter(ServerCallContext context)
    {
        var rule = AccessRules.Find(context.Method);
        caller.Set(context.GetHttpContext().User, rule);

        // Health and reflection are not ours: mapped beside the public routes and open to whoever reaches the port.
        if (rule is null && !context.Method.StartsWith("/medborgarbudget.", StringComparison.Ordinal))
        {
            return;
        }

        if ((rule is null ? GeneralErrors.Forbidden : caller.Refusal(rule)) is { } error)
        {
            throw error.ToRpcException();
        }
    }
}
