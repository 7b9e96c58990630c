using System.Collections.Concurrent;
using System.Text.Json;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>Every call that went well, and whose token it carried.</summary>
/// <param name="inner">What carries the calls, if not gRPC alone.</param>
internal sealed class ActRecord(Interceptor? inner) : Interceptor
{
    private readonly ConcurrentQueue<(AccessRule Rule, string Person)> _calls = new();

    /// <summary>How many changes by rpcs that only officials may call went well, by rpc and person.</summary>
    public IReadOnlyDictionary<(string Action, string Person), int> OfOfficials =>
        _calls.Where(call => IsForOfficials(call.Rule)).GroupBy(call => (call.Rule.Method.Name, call.Person)).ToDictionary(calls => calls.Key, calls => calls.Count());

    /// <summary>The rpcs by which people did something of their own.</summary>
    public IReadOnlySet<string> OfParticipants =>
        _calls.Where(call => call.Rule.Access is { Participant: true } or { BallotToken: true } && !Reads(call.Rule.Method))
            .Select(call => call.Rule.Method.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rpc changes something, and roles alone open it.</summary>
    public static bool IsForOfficials(AccessRule rule) =>
        rule.Access is { Roles.Count: > 0, Participant: false, Everyone: false, BallotToken: false } && !Reads(rule.Method);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = inner is null ? continuation(request, context) : inner.AsyncUnaryCall(request, context, continuation);
        return new AsyncUnaryCall<TResponse>(Answer(), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

        async Task<TResponse> Answer()
        {
            var answer = await call.ResponseAsync;
            _calls.Enqueue((AccessRules.Find(context.Method.FullName)!, PersonOf(context.Options.Headers)));
            return answer;
        }
    }

    private static bool Reads(MethodDescriptor method) => method.GetOptions().GetExtension(AnnotationsExtensions.Http).PatternCase == HttpRule.PatternOneofCase.Get;

    /// <summary>The id in the token; empty for a visitor and for the holder of a ballot token.</summary>
    private static string PersonOf(Metadata? headers)
    {
        if (headers?.Get("authorization")?.Value.Split('.') is not [_, var payload, _])
        {
            return "";
        }

        using var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(payload));
        return claims.RootElement.TryGetProperty("client_id", out _) && claims.RootElement.TryGetProperty("sub", out var subject) ? subject.GetString()! : "";
    }
}
