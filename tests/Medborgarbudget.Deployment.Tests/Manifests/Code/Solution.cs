using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Medborgarbudget.Deployment.Tests.Manifests.Code;

/// <summary>What the code says of what is deployed: which programs there are, whom each calls, which configuration it reads.</summary>
internal sealed partial class Solution
{
    private static readonly string[] SharedFolders = ["aspire/Medborgarbudget.ServiceDefaults", "services/Shared/Medborgarbudget.Messaging"];

    private Solution(IReadOnlyList<SolutionProgram> programs) => Programs = programs;

    public static Solution Current { get; } = Read();

    /// <summary>Every program that is started as a process of its own in a cluster.</summary>
    public IReadOnlyList<SolutionProgram> Programs { get; }

    public SolutionProgram The(string name) => Programs.Single(program => program.Name == name);

    private static Solution Read()
    {
        var paths = ProjectPath().Matches(File.ReadAllText(RepositoryFolder.Path("Medborgarbudget.sln")))
            .Select(match => match.Groups[1].Value.Replace('\\', '/'))
            .Where(path => path.StartsWith("services/", StringComparison.Ordinal) || path.StartsWith("gateway/", StringComparison.Ordinal))
            .Where(path => File.Exists(RepositoryFolder.Path(Path.GetDirectoryName(path)!, "Program.cs")))
            .Where(path => File.ReadAllText(RepositoryFolder.Path(path)).Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        var names = paths.Select(path => Path.GetFileNameWithoutExtension(path)["Medborgarbudget.".Length..]).ToList();
        var shared = SourceText.Read(SharedFolders);
        return new Solution([.. paths.Zip(names, (path, name) => ReadProgram(path, name, names, shared))]);
    }

    private static SolutionProgram ReadProgram(string path, string name, IReadOnlyList<string> names, SourceText shared)
    {
        var folder = Path.GetDirectoryName(path)!;
        var own = SourceText.Read([folder, $"{folder}.Domain"]);
        var usesShared = own.Calls("AddServiceDefaults") || own.Calls("AddHostDefaults");
        var all = usesShared ? own.With(shared) : own;
        return new SolutionProgram(
            name.ToLowerInvariant(),
            [.. Called(own, all, names).Where(called => called != name).Select(called => called.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)],
            UsesDatabase: own.Calls("AddStorage"),
            UsesBroker: own.Calls("AddMessaging"),
            ReadsRedis: own.Literals.Contains("Redis:ConnectionString"),
            all.Words());
    }

    /// <summary>
    /// A service is called by name, as <c>Services:{Name}:Address</c> has it. Where the name is no literal, it is one of those that the
    /// caller's own code has as literals; the gateway's are those of the contracts, which are all.
    /// </summary>
    private static IEnumerable<string> Called(SourceText own, SourceText all, IReadOnlyList<string> names)
    {
        var targets = all.Targets().ToList();
        var literal = targets.OfType<LiteralExpressionSyntax>().Select(target => target.Token.ValueText);
        var isOpen = own.Targets().Any(target => target is not LiteralExpressionSyntax);
        var contracts = own.Calls("AddReverseProxy") ? names.Where(IsOfTheContracts) : [];
        var gateway = own.Literals.Contains("Gateway:Address") ? ["Gateway"] : Array.Empty<string>();
        return [.. literal, .. gateway, .. isOpen ? names.Where(own.Literals.Contains).Concat(contracts) : []];
    }

    private static bool IsOfTheContracts(string name) =>
        name != "Gateway" && Directory.Exists(RepositoryFolder.Path("services/Shared/Medborgarbudget.Contracts/Protos/medborgarbudget", name.ToLowerInvariant()));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}

/// <summary>A program of the solution.</summary>
/// <param name="Name">In lower case; its Kubernetes name.</param>
/// <param name="Calls">Names of the programs that it calls.</param>
/// <param name="Words">Every word that a configuration key of it can be made of.</param>
internal sealed record SolutionProgram(
    string Name, IReadOnlyList<string> Calls, bool UsesDatabase, bool UsesBroker, bool ReadsRedis, IReadOnlySet<string> Words);

/// <summary>The syntax of some folders of C#.</summary>
internal sealed class SourceText
{
    private readonly IReadOnlyList<CompilationUnitSyntax> _files;

    private SourceText(IReadOnlyList<CompilationUnitSyntax> files)
    {
        _files = files;
        Literals = _files.SelectMany(file => file.DescendantNodes()).OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(literal => literal.Token.ValueText).ToHashSet();
    }

    public IReadOnlySet<string> Literals { get; }

    public static SourceText Read(IEnumerable<string> folders) => new(
        [
            .. folders.Select(folder => RepositoryFolder.Path(folder)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetCompilationUnitRoot()),
        ]);

    public SourceText With(SourceText other) => new([.. _files, .. other._files]);

    public bool Calls(string method) => Invocations().Any(call => NameOf(call) == method);

    /// <summary>Whom calls go to: the argument of <c>ServiceAddress.Find</c>, <c>ServiceAddress.Require</c> and <c>channels.To</c>.</summary>
    public IEnumerable<ExpressionSyntax> Targets() =>
        from call in Invocations()
        let method = (call.Expression as MemberAccessExpressionSyntax)?.ToString()
        where method is "ServiceAddress.Find" or "ServiceAddress.Require" or "channels.To"
        select call.ArgumentList.Arguments[^1].Expression;

    public HashSet<string> Words()
    {
        var nodes = _files.SelectMany(file => file.DescendantNodes()).ToList();
        var texts = Literals.Concat(nodes.OfType<InterpolatedStringTextSyntax>().Select(text => text.TextToken.ValueText));
        var names = nodes.OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.ValueText);
        return [.. texts.SelectMany(text => text.Split(':')), .. names];
    }

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    private IEnumerable<InvocationExpressionSyntax> Invocations() => _files.SelectMany(file => file.DescendantNodes()).OfType<InvocationExpressionSyntax>();
}
