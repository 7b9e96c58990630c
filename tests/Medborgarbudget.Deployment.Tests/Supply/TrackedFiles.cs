using Medborgarbudget.Deployment.Tests.Images;

namespace Medborgarbudget.Deployment.Tests.Supply;

/// <summary>What Git keeps of the checkout: what others get.</summary>
internal static class TrackedFiles
{
    /// <summary>Paths from the root, of the files that are still there.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await CommandLine.RunAsync("git", cancellationToken, "ls-files", "-z")).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => File.Exists(RepositoryFolder.Path(file))),
    ];
}
