using System.CommandLine;
using Medborgarbudget.Cli.Published;

namespace Medborgarbudget.Cli.Download;

/// <summary>The command <c>mb download</c> with its options.</summary>
internal static class DownloadCommand
{
    private static readonly Option<string> To = new("--to") { Description = "The folder to put the files in.", HelpName = "DIR", Required = true };

    private static readonly Option<bool> Sealed = new("--sealed") { Description = "Also the sealed ballots; only for auditors, with --token." };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = "The auditor's access token, or @FILE that holds it.", HelpName = "TEXT|@FILE",
    };

    public static Command Create()
    {
        var command = new Command(
            "download",
            "Fetches the published files of a vote into a folder, for mb verify. Full tiles that are there already are kept. Exit code 0: all that is published "
            + "is there. 2: the gateway does not answer or refuses. 130: cancelled.")
        {
            SourceOptions.Gateway, SourceOptions.SubBudget, To, Sealed, Token,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (wantsSealed, token) = (parsed.GetValue(Sealed), parsed.GetValue(Token));
        if (wantsSealed != token is not null)
        {
            throw CommandException.BadInput("--sealed and --token go together: the public files need no token.");
        }

        var folder = new PublishedFolder(parsed.GetValue(To)!);
        using var source = new PublishedSource(
            SourceOptions.ReadGateway(parsed), SourceOptions.ReadSubBudget(parsed), ReadToken(token), TimeProvider.System);
        var configuration = parsed.InvocationConfiguration;
        var download = new PublishedDownload(source, folder, new Display(configuration.Error, TimeProvider.System));
        try
        {
            await configuration.Output.WriteLineAsync((await download.RunAsync(wantsSealed, cancellationToken)).AsMemory(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{folder.Path} cannot be written: {exception.Message}", exception);
        }

        return 0;
    }

    private static string? ReadToken(string? given)
    {
        if (given is not ['@', .. var path])
        {
            return given;
        }

        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.BadInput($"--token {path} cannot be read: {exception.Message}", exception);
        }
    }
}
