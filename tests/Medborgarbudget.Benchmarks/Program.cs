using System.Globalization;
using BenchmarkDotNet.Running;
using Medborgarbudget.Benchmarks;
using Medborgarbudget.TestElections;

const string Usage = "tally [--json] [--rounds N] [--national BALLOTS] [--out FOLDER]: the table of the count; anything else goes to BenchmarkDotNet.";

if (args is not ["tally", .. var options])
{
    if (args is [] or ["-h"] or ["--help"])
    {
        await Console.Out.WriteLineAsync(Usage);
        return 0;
    }

    BenchmarkSwitcher.FromAssembly(typeof(NationalElection).Assembly).Run(args);
    return 0;
}

var table = TallyTable.Measure(RealElectionsFolder.Find(), Number(options, "--rounds", 5), Number(options, "--national", 8_000_000));
if (Value(options, "--out") is { } folder)
{
    Directory.CreateDirectory(folder);
    await File.WriteAllTextAsync(Path.Combine(folder, "tally.json"), table.ToJson());
    await File.WriteAllTextAsync(Path.Combine(folder, "tally-growth.svg"), GrowthPlot.Draw(table.National));
}

await Console.Out.WriteLineAsync(options.Contains("--json") ? table.ToJson() : string.Join(Environment.NewLine, table.Lines()));
return 0;

static int Number(string[] options, string name, int otherwise) =>
    int.TryParse(Value(options, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static string? Value(string[] options, string name) =>
    Array.IndexOf(options, name) is >= 0 and var place && place + 1 < options.Length ? options[place + 1] : null;
