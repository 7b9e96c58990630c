using Xunit;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>What becomes of a test whose server cannot be started.</summary>
internal static class ServerPolicy
{
    /// <summary>
    /// Starts a server. Where that fails the test fails in CI and is skipped, with the reason, anywhere else.
    /// </summary>
    internal static async Task<T> StartOrSkipAsync<T>(string name, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException && !TestServerSettings.ServersAreRequired)
        {
            var reason = exception.Message.Split('\n', 2)[0].TrimEnd();
            Assert.Skip($"No {name} for this test ({reason}); tests/run.sh starts one.");
            throw;
        }
    }
}
