using System.Text.RegularExpressions;
using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>What each pod is like.</summary>
internal static partial class PodRules
{
    /// <summary>Seconds that a .NET host gives itself for ending, the drain included.</summary>
    private const int HostPatience = 30;

    public static readonly IReadOnlyList<Rule> All =
    [
        new("Every_pod_is_restricted", overlay => overlay.Workloads.SelectMany(Restricted)),
        new("The_namespace_refuses_pods_that_are_not", Namespace),
        new("Every_container_asks_for_what_it_needs_and_is_limited", overlay => Each(overlay, IsUnbounded, "has no request or no limit")),
        new("No_pod_but_the_prescaler_has_a_token", overlay => overlay.Workloads.Where(HasToken).Select(workload => $"{workload.Id}: has a token for the API server")),
        new("Every_image_has_an_exact_version", overlay => Images(overlay).Where(image => !IsExact(overlay, image.Name)).Select(image => $"{image.Of} has an image without an exact version")),
        new("Every_service_is_probed_and_no_liveness_asks_a_database", overlay => Servers(overlay).SelectMany(Probes)),
        new("Every_service_has_time_to_drain", overlay => Servers(overlay).SelectMany(workload => Drain(overlay, workload))),
        new("Every_service_is_spread_over_nodes_and_zones", overlay => Servers(overlay).SelectMany(Spread)),
        new("A_rollout_takes_no_service_away", overlay => overlay.All<V1Deployment>().Where(IsService).Where(TakesAway).Select(one => $"Deployment/{one.Metadata.Name}: is taken away before the new one is there")),
    ];

    private static IEnumerable<Workload> Servers(Rendering overlay) => overlay.Workloads.Where(workload => workload.IsService);

    private static bool IsService(V1Deployment deployment) => deployment.Spec.Template.Spec.Containers[0].Name == "service";

    private static IEnumerable<string> Each(Rendering overlay, Func<V1Container, bool> isWrong, string fault) =>
        from workload in overlay.Workloads
        from container in workload.Containers
        where isWrong(container)
        select $"{workload.Id}: {container.Name} {fault}";

    /// <summary>Pod Security Standards, level restricted; beyond it, a file system that nobody writes to.</summary>
    private static IEnumerable<string> Restricted(Workload workload)
    {
        var pod = workload.Pod.SecurityContext;
        if (pod is not { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" })
        {
            yield return $"{workload.Id}: may run as root or without seccomp";
        }

        if (workload.Pod.HostNetwork == true || workload.Pod.HostPID == true || workload.Pod.HostIPC == true || (workload.Pod.Volumes ?? []).Any(volume => volume.HostPath is not null))
        {
            yield return $"{workload.Id}: uses what is the node's";
        }

        foreach (var container in workload.Containers.Where(container => !IsConfined(container)))
        {
            yield return $"{workload.Id}: {container.Name} is not confined";
        }
    }

    private static bool IsConfined(V1Container container) =>
        container.SecurityContext is { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true, Capabilities.Drop: ["ALL"] } own
        && own.Privileged != true && own.Capabilities.Add is null or [] && own.RunAsUser is null && own.RunAsNonRoot != false;

    private static IEnumerable<string> Namespace(Rendering overlay) =>
        overlay.All<V1Namespace>().SingleOrDefault()?.Metadata.Labels is { } labels && labels.TryGetValue("pod-security.kubernetes.io/enforce", out var level) && level == "restricted"
            ? []
            : ["Namespace: does not enforce restricted"];

    private static bool IsUnbounded(V1Container container) =>
        new[] { container.Resources?.Requests, container.Resources?.Limits }.Any(amounts => amounts is null || !amounts.ContainsKey("cpu") || !amounts.ContainsKey("memory"));

    private static bool HasToken(Workload workload) => workload.Pod.AutomountServiceAccountToken != false && workload.App != "prescale";

    /// <summary>Those of the pods, and those that an operator makes pods of.</summary>
    private static IEnumerable<(string Of, string Name)> Images(Rendering overlay) =>
    [
        .. overlay.Workloads.SelectMany(workload => workload.Containers.Select(container => ($"{workload.Id}: {container.Name}", container.Image))),
        .. overlay.All<PostgresCluster>().Select(cluster => ($"Cluster/{cluster.Metadata.Name}: it", cluster.Spec.ImageName)),
        .. overlay.All<RabbitmqCluster>().Select(cluster => ($"RabbitmqCluster/{cluster.Metadata.Name}: it", cluster.Spec.Image)),
    ];

    /// <summary>A digest, or a tag that is not moved to the next version; ours are built where the system is local.</summary>
    private static bool IsExact(Rendering overlay, string image) =>
        Digest().IsMatch(image) || ExactTag().IsMatch(image) || (overlay.Overlay == "local" && image.StartsWith("medborgarbudget/", StringComparison.Ordinal) && image.EndsWith(":local", StringComparison.Ordinal));

    [GeneratedRegex("@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();

    /// <summary>PostgreSQL's versions have two numbers, all others' three.</summary>
    [GeneratedRegex(@"(?:postgres(?:ql)?:\d+\.\d+|/?[^/:]+:v?\d+\.\d+\.\d+)(?:-[\w.-]+)?$")]
    private static partial Regex ExactTag();

    private static IEnumerable<string> Probes(Workload workload)
    {
        var service = workload.Pod.Containers[0];
        foreach (var (name, probe, path) in new[] { ("startup", service.StartupProbe, "/alive"), ("liveness", service.LivenessProbe, "/alive"), ("readiness", service.ReadinessProbe, "/health") })
        {
            if (probe?.HttpGet?.Path != path || probe.HttpGet.Port?.Value != "health")
            {
                yield return $"{workload.Id}: its {name} probe does not ask {path}";
            }
        }
    }

    private static IEnumerable<string> Drain(Rendering overlay, Workload workload)
    {
        var drain = int.Parse(Configuration.Of(overlay, workload)["Hosting__DrainSeconds"], System.Globalization.CultureInfo.InvariantCulture);
        var probe = workload.Pod.Containers[0].ReadinessProbe;
        var noticed = probe.PeriodSeconds * (probe.FailureThreshold ?? 3);
        if (drain <= noticed || drain > HostPatience - 10 || workload.Pod.TerminationGracePeriodSeconds <= HostPatience)
        {
            yield return $"{workload.Id}: is gone before others have noticed, or is killed while it drains";
        }
    }

    private static IEnumerable<string> Spread(Workload workload)
    {
        foreach (var key in new[] { "topology.kubernetes.io/zone", "kubernetes.io/hostname" })
        {
            if (workload.Pod.TopologySpreadConstraints?.Any(one => one.TopologyKey == key && workload.Is(one.LabelSelector) && one.MatchLabelKeys?.Contains("app.kubernetes.io/name") == true) != true)
            {
                yield return $"{workload.Id}: is not spread by {key}";
            }
        }
    }

    private static bool TakesAway(V1Deployment deployment) => deployment.Spec.Strategy?.RollingUpdate?.MaxUnavailable?.Value != "0";
}
