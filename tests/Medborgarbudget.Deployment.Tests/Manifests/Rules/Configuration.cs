using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>The environment that a workload's first container gets, as far as it does not come from secrets.</summary>
internal static class Configuration
{
    public static Dictionary<string, string> Of(Rendering overlay, Workload workload)
    {
        var container = workload.Pod.Containers[0];
        var values = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
        {
            var map = overlay.All<V1ConfigMap>().FirstOrDefault(one => one.Metadata.Name == source.ConfigMapRef?.Name);
            foreach (var (key, value) in map?.Data ?? new Dictionary<string, string>())
            {
                values[key] = value;
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            values[variable.Name] = variable.Value ?? "";
        }

        return values;
    }
}
