using System.Text;
using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>The secrets of one node as a container finds them: in files, in variables.</summary>
internal static class MountedSecrets
{
    public static string ValueOf(V1SecretKeySelector key) => ValueOf(key.Name, key.Key);

    /// <summary>Writes what the pod's first container mounts of secrets, below the folder that stands for its root.</summary>
    public static void Write(V1PodSpec pod, string root)
    {
        foreach (var mount in pod.Containers[0].VolumeMounts)
        {
            var secret = pod.Volumes.Single(volume => volume.Name == mount.Name).Secret?.SecretName;
            foreach (var key in secret is null ? [] : Named(secret).Data.Keys)
            {
                Directory.CreateDirectory(root + mount.MountPath);
                File.WriteAllText($"{root}{mount.MountPath}/{key}", ValueOf(secret!, key));
            }
        }
    }

    private static string ValueOf(string secret, string key) => Encoding.UTF8.GetString(Named(secret).Data[key]);

    private static V1Secret Named(string secret) => MadeSecrets.OnOneNode.Single(one => one.Metadata.Name == secret);
}
