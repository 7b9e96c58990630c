using System.Text.Json;

namespace Medborgarbudget.Benchmarks;

/// <summary>The real elections, which are not part of the repository: the folder that the variable names, or beside the checkout.</summary>
internal static class RealElections
{
    private const string Variable = "MEDBORGARBUDGET_PABULIB";

    /// <summary>The folder with <c>elections</c> and <c>reference</c>, or null.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told)
        {
            return Directory.Exists(told) ? told : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data", "pabulib");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }

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
