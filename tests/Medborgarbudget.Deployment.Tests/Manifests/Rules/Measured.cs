using k8s;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>Metrics of pods that the Prometheus adapter serves to autoscalers.</summary>
internal static class Measured
{
    /// <summary>Instruments of ASP.NET Core that the programs export (<c>AddAspNetCoreInstrumentation</c>), as Prometheus names them.</summary>
    private static readonly string[] Exported = ["http_server_active_requests"];

    private static readonly Lazy<IReadOnlyList<string>> Served = new(() =>
    [
        .. KubernetesYaml.Deserialize<Values>(File.ReadAllText(RepositoryFolder.Path("deploy", "k8s", "components", "autoscaling", "prometheus-adapter.values.yaml")))
            .Rules.Custom.Where(rule => rule.SeriesQuery.StartsWith($"{rule.Name.Matches}{{", StringComparison.Ordinal)).Select(rule => rule.Name.Matches),
    ]);

    public static bool IsServed(string metric) => Served.Value.Contains(metric) && Exported.Contains(metric);

    internal sealed class Values
    {
        public RuleLists Rules { get; set; } = new();
    }

    internal sealed class RuleLists
    {
        public List<AdapterRule> Custom { get; set; } = [];
    }

    internal sealed class AdapterRule
    {
        public string SeriesQuery { get; set; } = "";

        public AdapterName Name { get; set; } = new();
    }

    internal sealed class AdapterName
    {
        public string Matches { get; set; } = "";
    }
}
