using System.Text.RegularExpressions;

namespace Medborgarbudget.Deployment.Tests.Aspire;

/// <summary>
/// That the app host, the images and the manifests speak of the same parts by the same names. Whether it runs is shown by <c>aspire/verify.sh</c> alone.
/// </summary>
public sealed partial class AppHostConsistencyTests
{
    private static readonly string[] Servers = ["postgres", "rabbitmq", "redis"];

    private static IReadOnlyDictionary<string, string> Images { get; } =
        File.ReadLines(RepositoryFolder.Path("deploy", "images", "images.txt")).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]);

    [Fact]
    public void Its_source_has_no_syntax_error() =>
        AppHostSource.Trees.SelectMany(tree => tree.GetDiagnostics(TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Fact]
    public void Every_program_and_server_is_added_once_and_nothing_else() =>
        AppHostSource.Parts.Select(part => part.Name).Order().ShouldBe(Images.Keys.Concat(Servers).Order());

    [Fact]
    public void Every_name_stands_for_the_project_that_its_image_is_built_of()
    {
        foreach (var part in AppHostSource.Parts.Where(part => part.Project.Length > 0))
        {
            part.Project.Replace('_', '.').ShouldBe(Path.GetFileName(Images[part.Name]), part.Name);
        }

        AppHostSource.Parts.Count(part => part.Project.Length > 0).ShouldBe(Images.Count);
    }

    [Fact]
    public void It_references_the_projects_of_all_images_and_they_exist()
    {
        var expected = Images.Values.Select(folder => Path.Combine(RepositoryFolder.Path(folder), $"{Path.GetFileName(folder)}.csproj"));
        AppHostSource.ReferencedProjects.Order().ShouldBe(expected.Order());
        AppHostSource.ReferencedProjects.ShouldAllBe(project => File.Exists(project));
    }

    [Fact]
    public void Every_host_of_the_solution_is_an_image()
    {
        var hosts = Directory.GetFiles(RepositoryFolder.Path("services"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(RepositoryFolder.Path("gateway"), "*.csproj", SearchOption.AllDirectories))
            .Where(project => File.ReadAllText(project).Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
            .Select(project => Path.GetRelativePath(RepositoryFolder.Root, Path.GetDirectoryName(project)!).Replace('\\', '/'));
        hosts.Order().ShouldBe(Images.Values.Order());
    }

    [Fact]
    public void Names_are_those_of_the_deployments_and_services_in_the_manifests()
    {
        foreach (var name in Images.Keys)
        {
            var manifest = Manifest(name);
            manifest.ShouldContain($"kind: Deployment\nmetadata:\n  name: {name}\n");
            manifest.ShouldContain($"image: medborgarbudget/{name}\n");
        }
    }

    [Fact]
    public void Databases_and_secrets_have_the_names_of_the_secrets_in_the_manifests()
    {
        AppHostSource.Patterns.ShouldContain("{name}-database");
        AppHostSource.Patterns.ShouldContain("{name}-client");
        var services = AppHostSource.Parts.Where(part => part.Method == "AddService").Select(part => part.Name).ToList();
        var secrets = Images.Keys.SelectMany(name => SecretName().Matches(Manifest(name))).Select(match => match.Groups[1].Value).Distinct().ToList();
        secrets.Where(name => name.EndsWith("-database", StringComparison.Ordinal)).Order().ShouldBe(services.Select(name => $"{name}-database").Order());

        // Identity knows the secrets of all clients and is none itself.
        secrets.Where(name => name.EndsWith("-client", StringComparison.Ordinal)).Order()
            .ShouldBe(Images.Keys.Where(name => name != "identity").Select(name => $"{name}-client").Order());
    }

    private static string Manifest(string name) => File.ReadAllText(RepositoryFolder.Path("deploy", "k8s", "base", $"{name}.yaml")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"secretKeyRef: \{ name: ([a-z-]+)")]
    private static partial Regex SecretName();
}
