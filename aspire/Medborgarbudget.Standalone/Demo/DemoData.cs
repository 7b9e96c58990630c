using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Hosting;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>
/// Fills an empty folder with a made-up municipality, through the gateway as its officials and residents would. A run that was cut short
/// is begun anew at the next start: until the demo is complete the folder holds nothing of anybody's.
/// </summary>
internal static class DemoData
{
    private const string Seeding = "seeding";
    private const string Complete = "complete";

    public static bool IsSeeded(string folder) => State(folder) == Complete;

    /// <summary>The folder holds a half of a demo.</summary>
    public static bool IsCutShort(string folder) => State(folder) == Seeding;

    public static async Task FillAsync(StandaloneSystem system, CancellationToken cancellationToken)
    {
        var marker = Path.Combine(system.DataFolder, DataFolder.DemoMarker);
        await File.WriteAllTextAsync(marker, Seeding, cancellationToken);
        using var api = new PublicApi(system);
        try
        {
            await new DemoStory(api, system.Clock).TellAsync(cancellationToken);
        }
        finally
        {
            system.Clock.Release();
        }

        await File.WriteAllTextAsync(marker, Complete, cancellationToken);
    }

    private static string? State(string folder)
    {
        var marker = Path.Combine(folder, DataFolder.DemoMarker);
        return File.Exists(marker) ? File.ReadAllText(marker) : null;
    }
}
