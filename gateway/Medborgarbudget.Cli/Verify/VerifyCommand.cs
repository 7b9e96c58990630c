using System.CommandLine;
using Medborgarbudget.Cli.Published;

namespace Medborgarbudget.Cli.Verify;

/// <summary>The command <c>mb verify</c> with its options.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "A folder with the published files, as mb download makes it." };

    private static readonly Option<string[]> Receipt = new("--receipt")
    {
        Description = "Look for the ballot of this receipt, JSON as the API gave it; may be repeated.", HelpName = "FILE",
    };

    private static readonly Option<string?> Issued = new("--issued")
    {
        Description = "The pseudonyms that were given tokens, 16 bytes each, sorted, as Identity gives them to auditors: tells voters who are not among them.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Checks a vote from its published files alone: signatures, that the log only grew, tiles, closing, files, and the count itself; with the sealed "
            + "ballots of auditors every ballot too. Lists every fault with its place. Exit code 0: everything is in order. 1: there are faults. "
            + "2: the files cannot be read. 130: cancelled.")
        {
            Folder, Receipt, Issued, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(Folder)!;
        if (!Directory.Exists(path))
        {
            throw CommandException.BadInput($"{path} is no folder.");
        }

        var folder = new PublishedFolder(path);
        var issued = parsed.GetValue(Issued) is { } file ? IssuedVoters.Read(file) : null;
        if (issued is not null && !folder.HasSealed)
        {
            throw CommandException.BadInput("--issued needs the sealed ballots: the public files name no voters.");
        }

        var verification = new Verification(folder, [.. (parsed.GetValue(Receipt) ?? []).Select(ReceiptFile.Read)], issued);
        var configuration = parsed.InvocationConfiguration;
        var report = await RunAsync(verification, new Display(configuration.Error, TimeProvider.System), cancellationToken);
        if (parsed.GetValue(Json))
        {
            report.WriteJson(configuration.Output);
        }
        else
        {
            report.Write(configuration.Output);
        }

        return report.ExitCode;
    }

    private static async Task<VerifyReport> RunAsync(Verification verification, Display display, CancellationToken cancellationToken)
    {
        VerifyReport? report = null;
        async Task Work() => report = await Task.Run(() => verification.RunAsync(cancellationToken), cancellationToken);
        await (display.IsTerminal
            ? display.WatchAsync("Verifying", verification.Most, () => Math.Min(verification.Most, verification.Progress.Done), Work)
            : Work());
        return report!;
    }
}
