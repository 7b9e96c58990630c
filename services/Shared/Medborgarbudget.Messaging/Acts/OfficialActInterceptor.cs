using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Messaging.Acts;

/// <summary>Takes down what is called and with what, if the rpc is one for officials.</summary>
internal sealed class OfficialActInterceptor(IServiceProvider services) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (AccessRules.Find(context.Method) is { Access.Roles.Count: > 0 } rule)
        {
            services.GetRequiredService<OfficialActs>().Enter(rule, (IMessage)request);
        }

        return continuation(request, context);
    }
}
