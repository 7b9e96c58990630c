using k8s;
using k8s.Models;
using Medborgarbudget.Deployment.Tests.Manifests.Processes;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>The secrets of an installation with their keys: what the script makes, and what operators do.</summary>
internal static class MadeSecrets
{
    /// <summary>Stands for every key of a secret that is used as a whole.</summary>
    public const string Whole = "*";

    private static readonly Lazy<IReadOnlyList<V1Secret>> Local = new(() => Read("local"));
    private static readonly Lazy<IReadOnlyList<V1Secret>> Cluster = new(() => Read("cluster"));

    /// <summary>As the script makes them for one node.</summary>
    public static IReadOnlyList<V1Secret> OnOneNode => Local.Value;

    public static Dictionary<string, HashSet<string>> For(Rendering overlay)
    {
        var made = (overlay.All<RabbitmqCluster>().Any() ? Cluster.Value : Local.Value)
            .ToDictionary(secret => secret.Metadata.Name, secret => secret.Data.Keys.ToHashSet());
        foreach (var broker in overlay.All<RabbitmqCluster>())
        {
            made[$"{broker.Metadata.Name}-default-user"] = ["username", "password", "host", "port", "connection_string"];
        }

        foreach (var certificate in overlay.All<Certificate>())
        {
            made[certificate.Spec.SecretName] = ["tls.crt", "tls.key"];
        }

        if (overlay.Overlay == "prod")
        {
            // The installation's own: whatever brokers it has, its account at the store of backups.
            made["identity-brokers"] = [Whole];
            made["postgres-backup"] = ["access-key-id", "secret-access-key"];
        }

        return made;
    }

    private static IReadOnlyList<V1Secret> Read(string where)
    {
        var (code, output, error) = Task.Run(() => Tool.RunAsync(RepositoryFolder.Path("deploy", "k8s", "make-secrets.sh"), [where])).GetAwaiter().GetResult();
        return code == 0 ? [.. KubernetesYaml.LoadAllFromString(output, null, strict: true).Cast<V1Secret>()] : throw new InvalidOperationException(error);
    }
}
