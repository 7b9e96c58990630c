using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>Clusters for these tests: voters may change their ballots as often as they like, and patience is short.</summary>
internal static class FaultCluster
{
    /// <param name="redis">host:port</param>
    /// <param name="postgres">A connection string.</param>
    public static Task<BallotCluster> StartAsync(
        string redis, string postgres, int copies = 1, string level = "ledger", params IEnumerable<(string Key, string Value)> more) => BallotCluster.StartAsync(
            On(redis, postgres),
            copies,
            Stop.Token,
            level,
            [("Voting:CastsPerMinute", "1000000"), ("Voting:LedgerPatienceSeconds", "2"), .. more]);

    public static ClusterStorage On(string redis, string postgres) => new("postgres", postgres, $"{redis},connectTimeout=1000,asyncTimeout=2000");
}
