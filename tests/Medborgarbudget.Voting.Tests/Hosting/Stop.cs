namespace Medborgarbudget.Voting.Tests.Hosting;

public static class Stop
{
    /// <summary>Cancelled when the test run is.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
