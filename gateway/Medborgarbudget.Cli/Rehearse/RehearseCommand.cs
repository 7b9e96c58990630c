using System.CommandLine;
using Medborgarbudget.Cli.Rehearse.Shaped;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>The command <c>mb rehearse</c> with its options.</summary>
internal static class RehearseCommand
{
    private const int MostConcurrent = 512;

    private static readonly Option<FileInfo?> Election = new("--election")
    {
        Description = "The election to rehearse, a .pb file (Pabulib).", HelpName = "FILE",
    };

    private static readonly Option<string?> Gateway = new("--gateway")
    {
        Description = "The gateway of the installation, such as http://localhost:5080.", HelpName = "URL",
    };

    private static readonly Option<int> Concurrency = new("--concurrency")
    {
        Description = "Voters at the same time, 1 to 512.", HelpName = "N", DefaultValueFactory = _ => 128,
    };

    private static readonly Option<int> Wait = new("--wait")
    {
        Description = "Seconds to go on asking while the gateway does not answer.", HelpName = "SECONDS", DefaultValueFactory = _ => 120,
    };

    private static readonly Option<FileInfo?> State = new("--state")
    {
        Description = "Where to note voting codes and acknowledgements, so that a broken rehearsal can be resumed; otherwise a file in the temporary folder.",
        HelpName = "FILE",
    };

    private static readonly Option<FileInfo?> Resume = new("--resume")
    {
        Description = "Go on with the rehearsal of this state file, instead of --election and --gateway.", HelpName = "FILE",
    };

    private static readonly Option<bool> DeclaredRule = new("--declared-rule")
    {
        Description = "Count by the rule that the file declares, Equal Shares too; else greedy, with the file's threshold and no-skip.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "rehearse",
            "Runs a real election through the public API of an installation: sets up a sub-budget marked as rehearsal, casts every ballot, counts, "
            + "and compares. Exit code 0 only if no ballot was lost or doubled and the outcome is that of the file.")
        {
            Election, Gateway, DeclaredRule, Concurrency, Wait, State, Resume, Json,
        };
        foreach (var option in DayOptions.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = Read(parsed);
        var display = new Display(parsed.InvocationConfiguration.Error, TimeProvider.System);
        var report = await new Rehearsal(options, display, TimeProvider.System).RunAsync(cancellationToken);
        report.Write(parsed.InvocationConfiguration.Output, parsed.GetValue(Json));
        return report.IsInOrder ? 0 : CommandException.FailedCode;
    }

    private static RehearseOptions Read(ParseResult parsed)
    {
        var concurrency = parsed.GetValue(Concurrency);
        var wait = parsed.GetValue(Wait);
        if (concurrency is < 1 or > MostConcurrent || wait is < 0 or > 86_400)
        {
            throw CommandException.BadInput($"--concurrency is 1 to {MostConcurrent}, --wait 0 to 86400.");
        }

        var options = new RehearseOptions(
            parsed.GetValue(Election), AddressOf(parsed.GetValue(Gateway)), concurrency, TimeSpan.FromSeconds(wait), parsed.GetValue(State), parsed.GetValue(Resume))
        {
            ByDeclaredRule = parsed.GetValue(DeclaredRule),
            Voters = parsed.GetValue(DayOptions.Voters),
            Day = DayOptions.Read(parsed),
        };
        return FaultOf(options) is { } fault ? throw CommandException.BadInput(fault) : options;
    }

    private static string? FaultOf(RehearseOptions options) => options switch
    {
        { Resume: not null, Day: not null } or { Resume: not null, Voters: not null } => "--resume casts what is left at once: it takes neither --shape nor --voters.",
        { Resume: not null } => null,
        { Election: not null, Voters: not null } => "--voters makes up an election: it is not taken with --election.",
        { Gateway: null } or { Election: null, Voters: null } =>
            "mb rehearse needs --election FILE (or --voters N) and --gateway URL, or --resume FILE.",
        _ => null,
    };

    private static Uri? AddressOf(string? gateway)
    {
        if (gateway is null)
        {
            return null;
        }

        return Uri.TryCreate(gateway, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" }
            ? address
            : throw CommandException.BadInput($"--gateway is an address such as http://localhost:5080, not '{gateway}'.");
    }
}

/// <summary>What the command line asks for.</summary>
internal sealed record RehearseOptions(
    FileInfo? Election, Uri? Gateway, int Concurrency, TimeSpan Wait, FileInfo? State, FileInfo? Resume)
{
    public bool ByDeclaredRule { get; init; }

    /// <summary>Of an election to be made up; null where there is a file.</summary>
    public int? Voters { get; init; }

    /// <summary>Null: the ballots are cast as fast as they are taken.</summary>
    public ShapedDay? Day { get; init; }
}
