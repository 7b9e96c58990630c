using System.Text.Json;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.TestElections;

namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// The real elections and their reference outcomes. In CI their absence fails; elsewhere the tests say that they were skipped.
/// </summary>
internal static class PabulibData
{
    private static readonly Lazy<IReadOnlyList<ReferenceElection>> Loaded = new(() => Load(RealElectionsFolder.Find()!));

    /// <summary>Every election with its reference, read once.</summary>
    public static IReadOnlyList<ReferenceElection> Elections
    {
        get
        {
            Require();
            return Loaded.Value;
        }
    }

    public static ReferenceElection Election(string name) => Elections.Single(election => election.Name == name);

    private static void Require()
    {
        if (RealElectionsFolder.Find() is not null)
        {
            return;
        }

        var missing = $"The real elections are not here: set {RealElectionsFolder.Variable} to the folder with 'elections' and 'reference'.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(missing);
        }

        Assert.Skip(missing);
    }

    private static ReferenceElection[] Load(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder, "elections"), "*.pb").Order(StringComparer.Ordinal)
            .Select(path => LoadOne(path, Path.Combine(folder, "reference")))];

    private static ReferenceElection LoadOne(string path, string references)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var bytes = File.ReadAllBytes(path);
        PbReader.TryRead(bytes, out var file, out var fault).ShouldBeTrue($"{name}: {fault}");
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(references, name + ".json")));
        return new ReferenceElection(name, bytes, file!, reference.RootElement.Clone());
    }
}

/// <summary>A real election and what independent programs, and the city, made of it.</summary>
internal sealed record ReferenceElection(string Name, byte[] Bytes, PbFile File, JsonElement Reference)
{
    public Election Election => File.Election;

    /// <summary>The reference outcome of a rule, or null when the reference has none.</summary>
    public ReferenceOutcome? Outcome(string rule, string selectedProperty = "selected") =>
        Reference.GetProperty("rules").TryGetProperty(rule, out var outcome) && outcome.TryGetProperty(selectedProperty, out var selected)
            ? new ReferenceOutcome(
                [.. selected.EnumerateArray().Select(id => id.GetString()!)], outcome.GetProperty("total_cost").GetString()!)
            : null;
}

internal sealed record ReferenceOutcome(string[] Selected, string TotalCost);
