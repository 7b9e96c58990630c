namespace Medborgarbudget.Deployment.Tests;

/// <summary>The checkout that the tests were built in: what they read (manifests, scripts, project files) is read from there.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder switch
        {
            null => throw new InvalidOperationException("no folder above the tests has Medborgarbudget.sln"),
            _ when File.Exists(System.IO.Path.Combine(folder.FullName, "Medborgarbudget.sln")) => folder.FullName,
            _ => Find(folder.Parent),
        };
}
