namespace Medborgarbudget.Cli;

/// <summary>Ends the program with one line for the person who started it.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>What was given cannot be used; nothing was changed anywhere.</summary>
    public const int BadInputCode = 2;

    /// <summary>Something failed on the way.</summary>
    public const int FailedCode = 1;

    private CommandException(string line, int exitCode, Exception? inner)
        : base(line.ReplaceLineEndings(" "), inner) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static CommandException BadInput(string line, Exception? inner = null) => new(line, BadInputCode, inner);

    public static CommandException Failed(string line, Exception? inner = null) => new(line, FailedCode, inner);
}
