using Medborgarbudget.Cli;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>What a command line of <c>mb</c> gave: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await Mb.RunAsync(arguments, output, error, TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The one line that a refused command leaves.</summary>
    public string OnlyLine() => Error.Trim().Split('\n').ShouldHaveSingleItem();
}
