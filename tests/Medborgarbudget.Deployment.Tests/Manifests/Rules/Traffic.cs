using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>A call from one kind of pod to another.</summary>
internal readonly record struct Call(string From, string To, string Port)
{
    public override string ToString() => $"{From} → {To}:{Port}";
}

/// <summary>Pods as policies see them: labels and named ports.</summary>
internal sealed record Pods(string App, IDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Ports)
{
    /// <summary>Those of the overlay, and those that operators make of its resources.</summary>
    public static IReadOnlyList<Pods> Of(Rendering overlay) =>
    [
        .. overlay.Workloads.Select(Of).DistinctBy(pods => pods.App),
        .. overlay.All<PostgresCluster>().Select(cluster => new Pods(cluster.Metadata.Name, cluster.Spec.InheritedMetadata.Labels, new Dictionary<string, string>())),
        .. overlay.All<RabbitmqCluster>().Select(cluster => new Pods(
            cluster.Metadata.Name, new Dictionary<string, string> { ["app.kubernetes.io/name"] = cluster.Metadata.Name }, new Dictionary<string, string>())),
    ];

    private static Pods Of(Workload workload) => new(
        workload.App,
        workload.Labels,
        workload.Pod.Containers.SelectMany(container => container.Ports ?? []).ToDictionary(port => port.Name, port => $"{port.ContainerPort}"));
}

/// <summary>What the policies of an overlay let through, seen from either side.</summary>
internal sealed class Traffic
{
    private readonly Rendering _overlay;
    private readonly IReadOnlyList<Pods> _pods;

    public Traffic(Rendering overlay) => (_overlay, _pods) = (overlay, Pods.Of(overlay));

    /// <summary>What may leave one pod for another.</summary>
    public IEnumerable<Call> Out =>
        from policy in _overlay.All<V1NetworkPolicy>()
        from source in SelectedBy(policy)
        from rule in policy.Spec.Egress ?? []
        from target in (rule.To ?? []).SelectMany(Inside)
        from port in PortsOf(rule.Ports, target)
        select new Call(source.App, target.App, port);

    /// <summary>What one pod takes from another.</summary>
    public IEnumerable<Call> In =>
        from policy in _overlay.All<V1NetworkPolicy>()
        from target in SelectedBy(policy)
        from rule in policy.Spec.Ingress ?? []
        from source in (rule.FromProperty ?? []).SelectMany(Inside)
        from port in PortsOf(rule.Ports, target)
        select new Call(source.App, target.App, port);

    /// <summary>What may leave for somewhere that is no pod of ours: other namespaces, addresses, anywhere.</summary>
    public IEnumerable<Call> ToOutside =>
        from policy in _overlay.All<V1NetworkPolicy>()
        where policy.Spec.PodSelector.MatchLabels?.Count > 0
        from source in SelectedBy(policy)
        from rule in policy.Spec.Egress ?? []
        where rule.To is null or [] || rule.To.Any(IsOutside)
        from port in rule.Ports
        select new Call(source.App, "outside", port.Port.Value);

    public IEnumerable<Call> FromOutside =>
        from policy in _overlay.All<V1NetworkPolicy>()
        from target in SelectedBy(policy)
        from rule in policy.Spec.Ingress ?? []
        where rule.FromProperty is null or [] || rule.FromProperty.Any(IsOutside)
        from port in PortsOf(rule.Ports, target)
        select new Call("outside", target.App, port);

    public IEnumerable<Pods> SelectedBy(V1NetworkPolicy policy) => _pods.Where(pods => Selection.Matches(policy.Spec.PodSelector, pods.Labels));

    /// <summary>The pods that a peer stands for; none for one outside.</summary>
    public IEnumerable<Pods> Inside(V1NetworkPolicyPeer peer) =>
        peer.NamespaceSelector is null && peer.PodSelector is not null ? _pods.Where(pods => Selection.Matches(peer.PodSelector, pods.Labels)) : [];

    public static bool IsOutside(V1NetworkPolicyPeer peer) => peer.NamespaceSelector is not null || peer.IpBlock is not null;

    private static IEnumerable<string> PortsOf(IList<V1NetworkPolicyPort>? ports, Pods target) =>
        ports is null or [] ? ["any"] : ports.Select(port => target.Ports.GetValueOrDefault(port.Port.Value, port.Port.Value));
}
