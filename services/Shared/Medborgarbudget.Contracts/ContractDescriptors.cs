using Google.Protobuf;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.Contracts;

/// <summary>
/// The protos of this assembly as descriptors with their comments, which the generated code leaves out. Routes, the OpenAPI
/// document and the contract tests are made of them.
/// </summary>
public static class ContractDescriptors
{
    private static readonly Lazy<IReadOnlyList<FileDescriptor>> OurFiles = new(Load);

    /// <summary>Our own files, without those of Google, in the order of their names.</summary>
    public static IReadOnlyList<FileDescriptor> Files => OurFiles.Value;

    private static List<FileDescriptor> Load()
    {
        using var stream = typeof(ContractDescriptors).Assembly.GetManifestResourceStream("contracts.desc")
            ?? throw new InvalidOperationException("The build has not embedded the descriptor set.");
        var registry = new ExtensionRegistry { AccessExtensions.Access, Google.Api.AnnotationsExtensions.Http };
        var set = FileDescriptorSet.Parser.WithExtensionRegistry(registry).ParseFrom(stream);
        var files = FileDescriptor.BuildFromByteStrings(set.File.Select(file => file.ToByteString()), registry);
        return [.. files.Where(file => file.Package.StartsWith("medborgarbudget.", StringComparison.Ordinal)).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }
}
