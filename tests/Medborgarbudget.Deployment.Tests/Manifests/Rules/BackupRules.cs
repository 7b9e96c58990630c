using System.Globalization;
using System.Text.RegularExpressions;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>What must be brought back is there to be brought back, and no longer than it may be.</summary>
internal static partial class BackupRules
{
    private const string Plugin = "barman-cloud.cloudnative-pg.io";

    /// <summary>A destroyed pseudonym key lives on in backups from before: see <c>deploy/runbooks/restore.md</c>.</summary>
    private const int MostDays = 31;

    /// <summary>A snapshot would fork it every minute of a voting day, beside a log that has everything.</summary>
    private static readonly (string Option, string Value)[] StoreKeeps = [("--appendonly", "yes"), ("--appendfsync", "always"), ("--save", ""), ("--maxmemory-policy", "noeviction")];

    public static readonly IReadOnlyList<Rule> All =
    [
        new("The_store_keeps_every_write_in_its_log_alone", overlay => StoreKeeping(overlay.The("StatefulSet/redis"))),
        new("Production_archives_every_commit_of_PostgreSQL", overlay => overlay.Overlay == "prod" ? overlay.All<PostgresCluster>().SelectMany(cluster => Archive(overlay, cluster)) : []),
        new("Production_copies_PostgreSQL_whole_every_day", overlay => overlay.Overlay == "prod" ? overlay.All<PostgresCluster>().SelectMany(cluster => Copies(overlay, cluster)) : []),
        new("Backups_are_encrypted_and_not_kept_longer_than_a_month", overlay => overlay.All<ObjectStore>().SelectMany(Keeping)),
    ];

    private static IEnumerable<string> StoreKeeping(Workload store)
    {
        var args = store.Pod.Containers[0].Args;
        return StoreKeeps.Where(one => args.IndexOf(one.Option) is var at && (at < 0 || args.ElementAtOrDefault(at + 1) != one.Value))
            .Select(one => $"{store.Id}: is not started with {one.Option} {one.Value}".TrimEnd());
    }

    private static IEnumerable<string> Archive(Rendering overlay, PostgresCluster cluster)
    {
        var archivers = cluster.Spec.Plugins.Where(plugin => plugin is { Name: Plugin, IsWALArchiver: true }).ToList();
        var stores = overlay.All<ObjectStore>().Select(store => store.Metadata.Name);
        if (archivers is not [{ } only] || !stores.Contains(only.Parameters.GetValueOrDefault("barmanObjectName")))
        {
            yield return $"Cluster/{cluster.Metadata.Name}: archives its log nowhere";
        }
    }

    private static IEnumerable<string> Copies(Rendering overlay, PostgresCluster cluster)
    {
        var copies = overlay.All<ScheduledBackup>().Where(one => one.Spec.Cluster.Name == cluster.Metadata.Name).ToList();
        foreach (var wrong in copies.Where(one => one.Spec is not { Method: "plugin", PluginConfiguration.Name: Plugin } || !Daily().IsMatch(one.Spec.Schedule)))
        {
            yield return $"ScheduledBackup/{wrong.Metadata.Name}: is not daily, or by another way than the log goes";
        }

        if (copies.Count == 0)
        {
            yield return $"Cluster/{cluster.Metadata.Name}: is never copied whole";
        }
    }

    private static IEnumerable<string> Keeping(ObjectStore store)
    {
        var days = Days().Match(store.Spec.RetentionPolicy);
        if (!days.Success || int.Parse(days.Groups[1].Value, CultureInfo.InvariantCulture) > MostDays)
        {
            yield return $"ObjectStore/{store.Metadata.Name}: keeps for ever, or longer than {MostDays} days";
        }

        var place = store.Spec.Configuration;
        if (place.Wal.Encryption.Length == 0 || place.Data.Encryption.Length == 0 || !place.EndpointURL.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return $"ObjectStore/{store.Metadata.Name}: does not encrypt what it keeps, or on the way";
        }
    }

    /// <summary>The operator's cron has six fields, seconds first: five would be another time.</summary>
    [GeneratedRegex(@"^\d+ \d+ \d+ \* \* \*$")]
    private static partial Regex Daily();

    [GeneratedRegex(@"^(\d+)d$")]
    private static partial Regex Days();
}
