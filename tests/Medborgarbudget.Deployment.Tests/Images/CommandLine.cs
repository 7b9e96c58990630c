using System.Diagnostics;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>What a program said and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>Runs the programs that a deployment consists of: docker and the scripts of this repository.</summary>
internal static class CommandLine
{
    /// <summary>Throws <see cref="InvalidOperationException"/> with all it said when it fails.</summary>
    public static async Task<string> RunAsync(string program, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        var result = await TryAsync(program, cancellationToken, arguments);
        return result.ExitCode == 0
            ? result.Output.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Errors}");
    }

    public static async Task<CommandResult> TryAsync(string program, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFolder.Root,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
