using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Medborgarbudget.Deployment.Tests.Manifests.Processes;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>What an overlay comes to: its objects, typed. A field that the type does not have, or of another type, is no object.</summary>
internal sealed class Rendering
{
    private static readonly ConcurrentDictionary<string, Task<string>> Texts = new();

    private Rendering(string overlay, List<IKubernetesObject<V1ObjectMeta>> objects) => (Overlay, Objects) = (overlay, objects);

    public static IReadOnlyList<string> Overlays { get; } =
        [.. Directory.EnumerateDirectories(RepositoryFolder.Path("deploy", "k8s", "overlays")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public string Overlay { get; }

    /// <summary>Of this rendering alone: a test that spoils them spoils nobody else's.</summary>
    public List<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    public IEnumerable<Workload> Workloads => Objects.Select(WorkloadOf).OfType<Workload>();

    public static async Task<Rendering> OfAsync(string overlay) => Load(overlay, await TextOfAsync(overlay));

    public static Rendering Load(string overlay, string text) =>
        new(overlay, [.. KubernetesYaml.LoadAllFromString(text, CustomResources.Types, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    /// <summary>As <c>kubectl kustomize</c> gives it.</summary>
    public static Task<string> TextOfAsync(string overlay) =>
        Texts.GetOrAdd(overlay, name => Tool.KubectlAsync("kustomize", RepositoryFolder.Path("deploy", "k8s", "overlays", name)));

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public T The<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => All<T>().Single(one => one.Metadata.Name == name);

    public Workload The(string id) => Workloads.Single(workload => workload.Id == id);

    private static Workload? WorkloadOf(IKubernetesObject<V1ObjectMeta> one) => one switch
    {
        V1Deployment deployment => new("Deployment", deployment.Metadata.Name, deployment.Spec.Replicas, deployment.Spec.Template, []),
        V1StatefulSet set => new("StatefulSet", set.Metadata.Name, set.Spec.Replicas, set.Spec.Template, [.. set.Spec.VolumeClaimTemplates?.Select(claim => claim.Metadata.Name) ?? []]),
        V1Job job => new("Job", job.Metadata.Name, 1, job.Spec.Template, []),
        V1CronJob cron => new("CronJob", cron.Metadata.Name, 1, cron.Spec.JobTemplate.Spec.Template, []),
        _ => null,
    };
}
