using System.Text.Json;
using Medborgarbudget.TestElections;

namespace Medborgarbudget.Benchmarks;

/// <summary>The real elections and their references in a folder.</summary>
internal static class RealElections
{
    /// <summary>Why nothing can be measured on the real elections, or null. They are never left out of the table.</summary>
    public static string? Problem(string? folder) =>
        folder is null ? $"The folder of real elections is missing; {RealElectionsFolder.Variable} names it."
        : Marks.Names.FirstOrDefault(name => !File.Exists(FileOf(folder, name)) || !File.Exists(ReferenceOf(folder, name))) is { } missing
            ? $"{folder} holds no election and reference {missing}; {RealElectionsFolder.Variable} names another folder."
        : null;

    public static string FileOf(string folder, string name) =>
        Path.Combine(folder, "elections", name + ".pb");

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "elections"), "*.pb")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static JsonElement Reference(string folder, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(ReferenceOf(folder, name)));
        return document.RootElement.Clone();
    }

    private static string ReferenceOf(string folder, string name) => Path.Combine(folder, "reference", name + ".json");
}
