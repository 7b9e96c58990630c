using Google.Api;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.Gateway.Contract;

/// <summary>One operation of the public API: an rpc, its address, and who may call it. All of it stands in the proto.</summary>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">Address with parameters named as the fields of the request, e.g. <c>/medborgarbudget/v1/proposals/{proposal_id}:submit</c>.</param>
/// <param name="HasBody">Every field that is not in the address comes in the body.</param>
internal sealed record Operation(MethodDescriptor Method, string Verb, string Path, bool HasBody, Access Access)
{
    /// <summary>The service that answers, in lower case: <c>medborgarbudget.voting.v1</c> belongs to <c>voting</c>.</summary>
    public string Owner => Method.File.Package.Split('.')[1];

    /// <summary>The gateway answers itself.</summary>
    public bool IsOwn => Owner == "gateway";

    /// <summary>Name of the route for JSON, and of the one for gRPC and gRPC-Web.</summary>
    public string JsonRoute => $"{Method.FullName}.json";

    public string GrpcRoute => $"{Method.FullName}.grpc";

    public string GrpcPath => $"/{Method.Service.FullName}/{Method.Name}";

    public static Operation? Read(MethodDescriptor method)
    {
        var access = method.GetOptions()?.GetExtension(AccessExtensions.Access);
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        if (access is null || rule is null || access.Services.Count > 0 || access.InternalOnly)
        {
            return null;
        }

        var (verb, path) = Address(rule);
        return new Operation(method, verb, path, rule.Body == "*", access);
    }

    private static (string Verb, string Path) Address(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethods.Get, rule.Get),
        HttpRule.PatternOneofCase.Put => (HttpMethods.Put, rule.Put),
        HttpRule.PatternOneofCase.Post => (HttpMethods.Post, rule.Post),
        HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, rule.Delete),
        HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, rule.Patch),
        var other => throw new InvalidOperationException($"The address {rule} is of a kind that is not routed: {other}."),
    };
}
