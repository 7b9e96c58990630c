using System.Collections.Frozen;
using System.Reflection;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>The access rule of every rpc, read from the protos: the only place where rules come from.</summary>
public static class AccessRules
{
    private static readonly FrozenDictionary<string, AccessRule> ByMethod = Read();

    /// <summary>Every public service of the system with its descriptors.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } = [.. Descriptors()];

    /// <summary>The rule of a gRPC method path (<c>/package.Service/Method</c>), or null when it is not ours.</summary>
    public static AccessRule? Find(string methodPath) => ByMethod.GetValueOrDefault(methodPath);

    private static IEnumerable<ServiceDescriptor> Descriptors() =>
        from type in typeof(Role).Assembly.GetTypes()
        where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        let property = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
        where property?.PropertyType == typeof(FileDescriptor)
        from service in ((FileDescriptor)property.GetValue(null)!).Services
        orderby service.FullName
        select service;

    private static FrozenDictionary<string, AccessRule> Read() =>
        Descriptors()
            .SelectMany(service => service.Methods)
            .ToFrozenDictionary(
                method => $"/{method.Service.FullName}/{method.Name}",
                method => new AccessRule(method, method.GetOptions()?.GetExtension(AccessExtensions.Access) ?? new Contracts.Access.V1.Access()));
}

/// <summary>An rpc and who may call it.</summary>
/// <param name="Method">The rpc.</param>
/// <param name="Access">Its access option; empty means nobody.</param>
public sealed record AccessRule(MethodDescriptor Method, Contracts.Access.V1.Access Access);
