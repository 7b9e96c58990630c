namespace Medborgarbudget.Gateway.Tests.Hosting;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mb-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
