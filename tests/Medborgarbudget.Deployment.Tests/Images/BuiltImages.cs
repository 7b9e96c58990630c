namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>The images of this checkout, built once for all tests of the process.</summary>
public sealed class BuiltImages : IAsyncLifetime
{
    private readonly Dictionary<string, string> _digests = [];

    public static IReadOnlyList<string> Names { get; } =
        [.. File.ReadLines(RepositoryFolder.Path("deploy", "images", "images.txt")).Select(line => line.Split(' ')[0])];

    /// <summary>Its digest, by which it can be run.</summary>
    public string Of(string name) => _digests[name];

    public async ValueTask InitializeAsync()
    {
        var script = RepositoryFolder.Path("deploy", "images", "build.sh");
        var built = await CommandLine.RunAsync("env", TestContext.Current.CancellationToken, $"MEDBORGARBUDGET_IMAGE_BUILT={IsRelease}", script);
        foreach (var line in built.Split('\n'))
        {
            var words = line.Split(' ');
            _digests[words[0]] = words[2];
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Whoever builds these tests in Release has built the programs too.</summary>
    private static string IsRelease => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "true" : "";
}

/// <summary>One build for all tests of images.</summary>
[CollectionDefinition(Name)]
public sealed class ImageCollection : ICollectionFixture<BuiltImages>
{
    public const string Name = "Images";
}
