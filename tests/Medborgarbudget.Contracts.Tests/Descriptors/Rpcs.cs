using Google.Api;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

/// <summary>Every rpc of the contract, and what its options say.</summary>
internal static class Rpcs
{
    public static IReadOnlyList<MethodDescriptor> All { get; } =
        [.. ContractDescriptors.Files.SelectMany(file => file.Services).SelectMany(service => service.Methods)];

    /// <summary>Those that the gateway routes.</summary>
    public static IEnumerable<MethodDescriptor> Public => All.Where(method => !IsInternal(method));

    public static bool IsInternal(MethodDescriptor method) => AccessOf(method) is { Services.Count: > 0 } or { InternalOnly: true };

    public static Access.V1.Access AccessOf(MethodDescriptor method) => method.GetOptions()?.GetExtension(AccessExtensions.Access) ?? new();

    public static string Comment(MethodDescriptor method) => method.Declaration?.LeadingComments.Trim() ?? "";

    /// <summary>"POST /path", or "none".</summary>
    public static string Http(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) switch
    {
        null => "none",
        { PatternCase: HttpRule.PatternOneofCase.Get } rule => "GET " + rule.Get,
        { PatternCase: HttpRule.PatternOneofCase.Put } rule => "PUT " + rule.Put,
        { PatternCase: HttpRule.PatternOneofCase.Post } rule => "POST " + rule.Post,
        { PatternCase: HttpRule.PatternOneofCase.Delete } rule => "DELETE " + rule.Delete,
        { PatternCase: HttpRule.PatternOneofCase.Patch } rule => "PATCH " + rule.Patch,
        var rule => throw new InvalidOperationException($"{method.FullName} has the unusual rule {rule}"),
    };
}
