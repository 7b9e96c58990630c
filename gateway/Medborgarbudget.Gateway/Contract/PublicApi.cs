using Medborgarbudget.Contracts;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Medborgarbudget.Gateway.Contract;

/// <summary>Every operation that the gateway lets through. What is for services only is not among them, so it has no route.</summary>
internal static class PublicApi
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        .. ContractDescriptors.Files.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(Operation.Read).OfType<Operation>(),
    ];

    /// <summary>The gRPC services with public operations.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } = [.. Operations.Select(operation => operation.Method.Service).Distinct()];

    /// <summary>The services behind the gateway, Identity among them for sign-in.</summary>
    public static IReadOnlyList<string> Owners { get; } = [.. Operations.Where(operation => !operation.IsOwn).Select(operation => operation.Owner).Distinct()];
}
