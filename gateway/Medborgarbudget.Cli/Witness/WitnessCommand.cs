using System.CommandLine;
using Medborgarbudget.Cli.Published;

namespace Medborgarbudget.Cli.Witness;

/// <summary>The command <c>mb witness</c> with its options.</summary>
internal static class WitnessCommand
{
    private const int UsualSeconds = 60;

    private static readonly Option<string> Key = new("--key")
    {
        Description = "The witness's key, a PEM file; made at first use. Its public half stands in the manifest.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string> State = new("--state")
    {
        Description = "The folder where the witness remembers what it signed, and keeps evidence.", HelpName = "DIR", Required = true,
    };

    private static readonly Option<bool> Once = new("--once") { Description = "Look once and end." };

    private static readonly Option<int?> Every = new("--every")
    {
        Description = $"Look again after so many seconds (default {UsualSeconds}).", HelpName = "SECONDS",
    };

    public static Command Create()
    {
        var command = new Command(
            "witness",
            "Signs the heads of a vote's log after seeing that it only grew since the last one signed. If the log was forked or shrank, it signs nothing, keeps "
            + "both heads as evidence and ends. Exit code 0: signed. 1: refused. 2: the gateway does not answer, or the manifest names no such key. 130: cancelled.")
        {
            SourceOptions.Gateway, SourceOptions.SubBudget, Key, State, Once, Every,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var every = parsed.GetValue(Every);
        if (every is < 1 or > 86_400 || (every is not null && parsed.GetValue(Once)))
        {
            throw CommandException.BadInput("--every is 1 to 86400 seconds, and does not go with --once.");
        }

        using var source = new PublishedSource(
            SourceOptions.ReadGateway(parsed), SourceOptions.ReadSubBudget(parsed), token: null, TimeProvider.System);
        using var key = WitnessState.ReadKey(parsed.GetValue(Key)!);
        var witnessing = new Witnessing(source, new WitnessState(parsed.GetValue(State)!), key, TimeProvider.System);
        var configuration = parsed.InvocationConfiguration;
        if (parsed.GetValue(Once))
        {
            await configuration.Output.WriteLineAsync((await witnessing.RunAsync(cancellationToken)).AsMemory(), cancellationToken);
            return 0;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(every ?? UsualSeconds));
        do
        {
            await LookAsync(witnessing, configuration, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return 0;
    }

    /// <summary>A gateway that is away comes back; a refusal ends the command.</summary>
    private static async Task LookAsync(Witnessing witnessing, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            await configuration.Output.WriteLineAsync((await witnessing.RunAsync(cancellationToken)).AsMemory(), cancellationToken);
        }
        catch (CommandException exception) when (exception.ExitCode == CommandException.BadInputCode)
        {
            await configuration.Error.WriteLineAsync($"mb: {exception.Message}".AsMemory(), cancellationToken);
        }
    }
}
