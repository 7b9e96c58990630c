using System.CommandLine;
using Medborgarbudget.Cli.Conformance;
using Medborgarbudget.Cli.Download;
using Medborgarbudget.Cli.Recount;
using Medborgarbudget.Cli.Rehearse;
using Medborgarbudget.Cli.Verify;
using Medborgarbudget.Cli.Witness;

namespace Medborgarbudget.Cli;

/// <summary>The program <c>mb</c>: reads the command line, runs the command and turns what ended it into an exit code.</summary>
public static class Mb
{
    private const int Cancelled = 130;

    private static readonly TimeSpan PatienceAtInterrupt = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command line. 0 = done and in order, 1 = something is wrong, 2 = what was given cannot be used, 130 = cancelled.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(error);
        // A leading @ names a file that an option reads; without this it would be taken apart into arguments.
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            var problem = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            await error.WriteLineAsync($"mb: {problem} 'mb --help' tells more.".AsMemory(), cancellationToken);
            return CommandException.BadInputCode;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = PatienceAtInterrupt,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (CommandException exception)
        {
            await error.WriteLineAsync($"mb: {exception.Message}".AsMemory(), CancellationToken.None);
            return exception.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("mb: cancelled.".AsMemory(), CancellationToken.None);
            return Cancelled;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("mb: rehearses elections against a Medborgarbudget installation, counts published ballots again, verifies votes, and tries third-party clients.");
        root.Subcommands.Add(RehearseCommand.Create());
        root.Subcommands.Add(RecountCommand.Create());
        root.Subcommands.Add(DownloadCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(WitnessCommand.Create());
        root.Subcommands.Add(ConformanceCommand.Create());
        return root;
    }
}
