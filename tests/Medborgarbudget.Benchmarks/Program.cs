using System.Runtime.InteropServices;
using BenchmarkDotNet.Running;
using Medborgarbudget.Benchmarks;
using Medborgarbudget.Benchmarks.Ballot;
using Medborgarbudget.Benchmarks.Capacity;
using Medborgarbudget.Benchmarks.Rolls;
using Medborgarbudget.Benchmarks.SignIns;
using Medborgarbudget.TestElections;

const string Usage = """
    tally [--json] [--rounds N] [--national BALLOTS] [--out FOLDER]: the table of the count; anything else goes to BenchmarkDotNet.
      --json      one JSON object a line: the conditions, each election, all references, each national election
      --rounds    how many rounds the medians are of (5)
      --national  the most ballots of the made-up national election (8000000)
      --out       write tally.json and tally-growth.svg there
    ballot [--json] [--ballots N] [--connections N] [--rounds N] [--fill N] [--out FOLDER] [--path]: the table of the ballot path; starts a
    Redis and a PostgreSQL of its own (Docker), so it is run where those may be.
      --ballots      in a round (20000)
      --connections  each with one ballot under way (512)
      --fill         the most ballots that store and ledger are filled with: 10000, 100000, 1000000 (the default) or 8196423
      --out          write ballot-load.svg and ballot-growth.svg there
      --path         the goals of the whole path alone: G1, G4 and G5
    identity [--json] [--rows N] [--codes N] [--sign-ins N] [--connections N] [--rounds N] [--database NAME] [--roll | --sign-in]: the table of the roll and of signing in, on
    PostgreSQL (a container of its own) and on SQLite.
      --rows         of the made-up extract (1000000)
      --codes        that are issued (100000)
      --sign-ins     in a round, up to the ballot token (5000)
      --connections  each with one person under way (64)
      --database     PostgreSQL or SQLite alone
      --roll         the marks of the roll alone
      --sign-in      the marks of signing in alone
    capacity [--json] [--voters N] [--fill N] [--roll N] [--from FILE] [--plot FILE]: what one voter costs and what 10^5 to 10^7 need, as the
    tables of docs/capacity.md.
      --json    what was measured as JSON, which --from reads instead of measuring
      --voters  that cast (20000)
      --fill    ballots for the sizes (100000)
      --roll    entries of the roll (100000)
      --plot    write the picture there
    """;

if (OwnServers.Serve(args) is { } serving)
{
    await serving;
    return 0;
}

if (args is [] or [.., "-h" or "--help"])
{
    await Console.Out.WriteLineAsync(Usage);
    return 0;
}

// Without these a signal ends the program and leaves behind what it has started: the runtime itself raises ProcessExit for none of them.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
if (args is ["identity", .. var rollOptions])
{
    await using var servers = await BenchServers.StartAsync();
    var isJson = rollOptions.Contains("--json");
    if (!rollOptions.Contains("--sign-in"))
    {
        await RollBench.RunAsync(
            new RollBenchOptions(Options.Number(rollOptions, "--rows", 1_000_000), Options.Number(rollOptions, "--codes", 100_000), Options.Value(rollOptions, "--database")),
            servers, isJson, Console.Out);
    }

    if (rollOptions.Contains("--roll"))
    {
        return 0;
    }

    var signIns = new SignInBenchOptions(
        Options.Number(rollOptions, "--sign-ins", 5_000), Options.Number(rollOptions, "--connections", 64), Options.Number(rollOptions, "--rounds", 3), Options.Value(rollOptions, "--database"));
    await SignInBench.RunAsync(signIns, servers, isJson, Console.Out);
    return 0;
}

if (args is ["ballot", .. var ballotOptions])
{
    var size = new BallotBenchOptions(
        Options.Number(ballotOptions, "--ballots", 20_000), Options.Number(ballotOptions, "--connections", 512), Options.Number(ballotOptions, "--rounds", 5), Options.Number(ballotOptions, "--fill", 1_000_000),
        Options.Value(ballotOptions, "--out"), ballotOptions.Contains("--path"));
    await BallotBench.RunAsync(size, ballotOptions.Contains("--json"), Console.Out);
    return 0;
}

if (args is ["capacity", .. var capacityOptions])
{
    await CapacityBench.RunAsync(capacityOptions, Console.Out);
    return 0;
}

if (args is not ["tally", .. var options])
{
    BenchmarkSwitcher.FromAssembly(typeof(NationalElection).Assembly).Run(args);
    return 0;
}

var real = RealElectionsFolder.Find();
if (RealElections.Problem(real) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

var table = TallyTable.Measure(real!, Options.Number(options, "--rounds", 5), Options.Number(options, "--national", 8_000_000));
if (Options.Value(options, "--out") is { } folder)
{
    Directory.CreateDirectory(folder);
    await File.WriteAllTextAsync(Path.Combine(folder, "tally.json"), table.ToJson());
    await File.WriteAllTextAsync(Path.Combine(folder, "tally-growth.svg"), GrowthPlot.Draw(table.National));
}

await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, options.Contains("--json") ? table.JsonLines() : table.Lines()));
return 0;

static void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    Environment.Exit(1);
}
