using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>Something that makes pods.</summary>
/// <param name="Replicas">How many pods at a time; null where an autoscaler decides.</param>
/// <param name="Claims">Volumes that it makes for each pod.</param>
internal sealed record Workload(string Kind, string Name, int? Replicas, V1PodTemplateSpec Template, IReadOnlyList<string> Claims)
{
    /// <summary>As faults name it: <c>Deployment/voting</c>.</summary>
    public string Id => $"{Kind}/{Name}";

    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    /// <summary>Its name as policies and services select it.</summary>
    public string App => Labels.TryGetValue("app.kubernetes.io/name", out var name) ? name : "";

    public bool IsService => Kind == "Deployment" && Pod.Containers[0].Name == "service";

    public bool IsMigration => Labels.TryGetValue("app.kubernetes.io/component", out var component) && component == "migration";

    public IEnumerable<V1Container> Containers => Pod.Containers.Concat(Pod.InitContainers ?? []);

    public bool Is(V1LabelSelector? selector) => selector is not null && Selection.Matches(selector, Labels);

    public bool Is(IDictionary<string, string> selector) => selector.All(pair => Labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
}

/// <summary>What label selectors mean.</summary>
internal static class Selection
{
    public static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels?.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value) ?? true)
        && (selector.MatchExpressions?.All(expression => Matches(expression, labels)) ?? true);

    private static bool Matches(V1LabelSelectorRequirement expression, IDictionary<string, string> labels) => expression.OperatorProperty switch
    {
        "In" => labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value),
        var other => throw new NotSupportedException($"The manifests use no selector {other}."),
    };
}
