namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>
/// The images of this checkout, built once for all tests of the process. Two by default, since all ten take minutes:
/// <c>MEDBORGARBUDGET_TEST_PRODUCT_IMAGES</c> = "all" or names.
/// </summary>
public sealed class BuiltImages : IAsyncLifetime
{
    private readonly Dictionary<string, string> _digests = [];

    public static IReadOnlyList<string> Names { get; } = Read();

    /// <summary>Its digest, by which it can be run.</summary>
    public string Of(string name) => _digests[name];

    public async ValueTask InitializeAsync()
    {
        var built = await CommandLine.RunAsync(RepositoryFolder.Path("deploy", "images", "build.sh"), TestContext.Current.CancellationToken, Names);
        foreach (var line in built.Split('\n'))
        {
            var words = line.Split(' ');
            _digests[words[0]] = words[2];
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string[] Read()
    {
        var wanted = Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_PRODUCT_IMAGES") is { Length: > 0 } given ? given : "voting gateway";
        return wanted == "all"
            ? [.. File.ReadLines(RepositoryFolder.Path("deploy", "images", "images.txt")).Select(line => line.Split(' ')[0])]
            : wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>One build for all tests of images.</summary>
[CollectionDefinition(Name)]
public sealed class ImageCollection : ICollectionFixture<BuiltImages>
{
    public const string Name = "Images";
}
