using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>
/// Stands around every call of the right person: the same call is first made by a visitor, by somebody of the same organisation whose
/// role does not allow it, and by the holders of the same role in another sub-budget and in the neighbouring organisation; all have to be refused.
/// </summary>
internal sealed class WrongPersonsFirst(PublicApi others)
{
    public const string NeighbourPrefix = "granne-";

    private readonly ConcurrentDictionary<(string Person, string Method, string Request), bool> _done = new();
    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private int _turn;

    /// <summary>How many calls were refused, by rpc.</summary>
    public IReadOnlyDictionary<string, int> RefusalsByMethod => _refusals;

    public Interceptor Before(string person) => new Watch(this, person);

    private async Task RefuseOthers<TRequest, TResponse>(string person, Method<TRequest, TResponse> method, TRequest request, CallOptions options)
        where TRequest : class
        where TResponse : class
    {
        var access = AccessRules.Find(method.FullName)!.Access;
        if (access.Everyone || _done.ContainsKey((person, method.FullName, Text(request))))
        {
            return;
        }

        await Refused(others.Visitor, StatusCode.Unauthenticated, "request.unauthenticated");
        if (!access.Participant)
        {
            await Refused(await others.As(NextWithout(access), options.CancellationToken), StatusCode.PermissionDenied, "request.forbidden");
        }

        if (!access.Participant && !access.Roles.Contains(Role.NetworkLeader))
        {
            await Refused(await others.As(Elsewhere.Prefix + person, options.CancellationToken), StatusCode.PermissionDenied, "request.forbidden");
            await Refused(await others.As(NeighbourPrefix + person, options.CancellationToken), StatusCode.PermissionDenied, "request.forbidden");
        }

        _done[(person, method.FullName, Text(request))] = true;

        async Task Refused(CallInvoker invoker, StatusCode status, string code)
        {
            await Refusals.RefusedAsync(status, code, () => invoker.AsyncUnaryCall(method, null, options, request));
            _refusals.AddOrUpdate(method.FullName, 1, (_, count) => count + 1);
        }
    }

    private static string Text<TRequest>(TRequest request) => request is IMessage message ? message.ToString()! : "";

    /// <summary>Somebody of the organisation, or a mere resident, without any of the roles; another one each time.</summary>
    private string NextWithout(Access access)
    {
        (string Person, Role Role)[] held =
        [
            .. Organisations.Roles,
            (DemoPersons.Administrator, Role.Administrator),
            (DemoPersons.NetworkLeader, Role.NetworkLeader),
            ("nina", Role.Unspecified),
        ];
        var wrong = held.GroupBy(pair => pair.Person).Where(own => !own.Any(pair => access.Roles.Contains(pair.Role))).Select(own => own.Key).ToList();
        return wrong[Interlocked.Increment(ref _turn) % wrong.Count];
    }

    private sealed class Watch(WrongPersonsFirst first, string person) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            return new AsyncUnaryCall<TResponse>(Answer(), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

            async Task<TResponse> Answer()
            {
                await first.RefuseOthers(person, context.Method, request, context.Options);
                return await continuation(request, context);
            }
        }
    }
}
