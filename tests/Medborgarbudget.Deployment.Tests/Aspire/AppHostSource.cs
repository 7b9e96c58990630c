using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Medborgarbudget.Deployment.Tests.Aspire;

/// <summary>A part of the system as the app host adds it.</summary>
/// <param name="Method">AddService, AddWeb, AddGateway, AddPostgres, …</param>
/// <param name="Project">Class that Aspire makes of the project, e.g. <c>Medborgarbudget_Voting</c>; empty for a server.</param>
internal sealed record AddedPart(string Method, string Name, string Project);

/// <summary>The app host as text: no Aspire package is needed to read it.</summary>
internal static class AppHostSource
{
    private static string Folder { get; } = RepositoryFolder.Path("aspire", "Medborgarbudget.AppHost");

    public static IReadOnlyList<SyntaxTree> Trees { get; } =
        [.. Directory.GetFiles(Folder, "*.cs").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))];

    public static IReadOnlyList<AddedPart> Parts { get; } =
    [
        .. Trees.Single(tree => Path.GetFileName(tree.FilePath) == "AppHost.cs").GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(Read)
            .OfType<AddedPart>(),
    ];

    /// <summary>Projects that it references, by name.</summary>
    public static IReadOnlyList<string> ReferencedProjects { get; } =
    [
        .. XDocument.Load(Path.Combine(Folder, "Medborgarbudget.AppHost.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(Folder, reference.Attribute("Include")!.Value))),
    ];

    /// <summary>Texts that the app host composes names of, e.g. <c>{name}-database</c>.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        .. Trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<InterpolatedStringExpressionSyntax>()).Select(text => text.Contents.ToString()),
    ];

    private static AddedPart? Read(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name: var method }
        && method.Identifier.Text.StartsWith("Add", StringComparison.Ordinal)
        && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax { Token.Value: string name }
            ? new AddedPart(method.Identifier.Text, name, ProjectOf(method))
            : null;

    private static string ProjectOf(SimpleNameSyntax method) =>
        method is GenericNameSyntax { TypeArgumentList.Arguments: [QualifiedNameSyntax { Right.Identifier.Text: var project }] } ? project : "";
}
