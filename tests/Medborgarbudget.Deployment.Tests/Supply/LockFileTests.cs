namespace Medborgarbudget.Deployment.Tests.Supply;

public sealed class LockFileTests
{
    /// <summary>An outdated lock file stops a restore in CI; a missing one is made anew there, and nobody notices.</summary>
    [Fact]
    public async Task Every_project_has_its_packages_locked_but_the_app_host()
    {
        var files = (await TrackedFiles.ListAsync(TestContext.Current.CancellationToken)).ToHashSet();
        files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(project => !files.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json"))
            .ShouldBe(["aspire/Medborgarbudget.AppHost/Medborgarbudget.AppHost.csproj"]);
    }
}
