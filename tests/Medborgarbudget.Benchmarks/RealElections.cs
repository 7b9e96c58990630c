using System.Text.Json;

namespace Medborgarbudget.Benchmarks;

/// <summary>The real elections and their references in a folder.</summary>
internal static class RealElections
{
    public static string FileOf(string folder, string name) =>
        Path.Combine(folder, "elections", name + ".pb");

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "elections"), "*.pb")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static JsonElement Reference(string folder, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference", name + ".json")));
        return document.RootElement.Clone();
    }
}
