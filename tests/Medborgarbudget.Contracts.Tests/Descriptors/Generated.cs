using System.Reflection;
using Google.Protobuf.Reflection;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

/// <summary>The descriptors inside the generated classes: what servers and clients really speak.</summary>
internal static class Generated
{
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(ContractDescriptors).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>(),
    ];
}
