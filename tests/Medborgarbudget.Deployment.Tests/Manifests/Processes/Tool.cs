using System.Diagnostics;

namespace Medborgarbudget.Deployment.Tests.Manifests.Processes;

/// <summary>Runs a program of others to its end.</summary>
internal static class Tool
{
    /// <summary>What kubectl wrote.</summary>
    public static async Task<string> KubectlAsync(params IEnumerable<string> arguments)
    {
        var (code, output, error) = await RunAsync(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_KUBECTL") ?? "kubectl", arguments);
        return code == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>What a script of Node.js wrote about its input.</summary>
    public static async Task<string> NodeAsync(string script, string input)
    {
        var (code, output, error) = await RunAsync(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_TEST_NODE") ?? "node", [script], input);
        return code == 0 ? output : throw new InvalidOperationException($"node {script}: {error}");
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
