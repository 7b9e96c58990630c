using Medborgarbudget.Deployment.Tests.Manifests.Processes;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>On a cluster that is offered (<c>KUBECONFIG</c>), with namespace and operators, its API server is asked about every object.</summary>
public sealed class ClusterTests
{
    public static TheoryData<string> Overlays => [.. Rendering.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_cluster_that_is_offered_takes_every_overlay(string overlay)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")))
        {
            TestContext.Current.AddWarning($"No cluster is offered (KUBECONFIG): no API server has been asked about {overlay}.");
            return;
        }

        await Tool.KubectlAsync("apply", "--dry-run=server", "--validate=strict", "-k", RepositoryFolder.Path("deploy", "k8s", "overlays", overlay));
    }
}
