using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>The faults of <see cref="PlantedFaultTests"/>; at least one for each rule.</summary>
internal static partial class PlantedFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [.. OfPods, .. OfReferences, .. OfTheSystem, .. OfBackups, .. OfTheNetwork];

    private static V1PodSpec Pod(this Rendering overlay, string id) => overlay.The(id).Pod;

    private static V1Container Container(this Rendering overlay, string id) => overlay.The(id).Pod.Containers[0];

    private static V1EnvVar Variable(this Rendering overlay, string id, string name) => overlay.Container(id).Env.Single(variable => variable.Name == name);

    private static V1NetworkPolicySpec Policy(this Rendering overlay, string name) => overlay.The<V1NetworkPolicy>(name).Spec;

    private static IDictionary<string, string> System(this Rendering overlay) => overlay.All<V1ConfigMap>().Single(map => map.Metadata.Name.StartsWith("system", StringComparison.Ordinal)).Data;

    private static void Remove<T>(this Rendering overlay, string name)
        where T : k8s.IKubernetesObject<V1ObjectMeta> => overlay.Objects.Remove(overlay.The<T>(name));
}
