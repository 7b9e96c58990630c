using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Medborgarbudget.TestElections;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The program that makes the table of speed, started as a person starts it.</summary>
public sealed class BenchmarksTests : IDisposable
{
    /// <summary>The elections that the table shows one by one.</summary>
    private static readonly string[] Shown =
    [
        "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget", "France_Toulouse_2022", "Netherlands_Amsterdam_252",
        "Poland_Krakow_2022", "Poland_Warszawa_2026",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("tally-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_table_is_json_lines_and_the_growth_is_drawn()
    {
        MakeElections();

        var (exitCode, output, errors) = await RunAsync("--json", "--rounds", "1", "--national", "30000", "--out", Path.Combine(folder, "out"));

        exitCode.ShouldBe(0, errors);
        var lines = output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.EnumerateObject().Single()).ToList();
        lines.Select(line => line.Name).ShouldBe(["conditions", .. Shown.Select(_ => "election"), "references", "national", "national"]);
        lines.Where(line => line.Name == "national").Select(line => line.Value.GetProperty("ballots").GetInt32()).ShouldBe([10_000, 30_000]);
        JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "out", "tally.json"), TestContext.Current.CancellationToken))
            .RootElement.GetProperty("marks").GetArrayLength().ShouldBe(Shown.Length);
        var plot = XDocument.Load(Path.Combine(folder, "out", "tally-growth.svg"));
        plot.Descendants().Count(element => element.Attribute("stroke-width")?.Value == "2").ShouldBe(3);
    }

    [Fact]
    public async Task Without_the_real_elections_it_says_so_and_fails()
    {
        Directory.Delete(folder);

        var (exitCode, output, errors) = await RunAsync("--rounds", "1", "--national", "0");

        Directory.CreateDirectory(folder);
        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().ShouldBe("The folder of real elections is missing; MEDBORGARBUDGET_PABULIB names it.");
    }

    [Fact]
    public async Task A_missing_election_is_named()
    {
        MakeElections();
        File.Delete(Path.Combine(folder, "reference", "France_Toulouse_2022.json"));

        var (exitCode, _, errors) = await RunAsync("--rounds", "1", "--national", "0");

        exitCode.ShouldBe(1);
        errors.ShouldContain("France_Toulouse_2022");
    }

    /// <summary>Elections of the project's own making, under the names of those that the table shows.</summary>
    private void MakeElections()
    {
        Directory.CreateDirectory(Path.Combine(folder, "elections"));
        Directory.CreateDirectory(Path.Combine(folder, "reference"));
        foreach (var name in Shown)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "elections", "lindkullen_2025.pb"), Path.Combine(folder, "elections", name + ".pb"));
            File.WriteAllText(
                Path.Combine(folder, "reference", name + ".json"), """{"add1_increment":1,"rules":{"greedy_votes":{"selected":[]}}}""");
        }
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Medborgarbudget.Benchmarks.dll"), "tally", .. options])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[RealElectionsFolder.Variable] = folder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
