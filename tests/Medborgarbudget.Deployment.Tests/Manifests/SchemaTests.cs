using k8s;
using k8s.Models;
using Medborgarbudget.Deployment.Tests.Manifests.Processes;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>Fields that must be there, fields that no type has, values that are not among those allowed.</summary>
public sealed class SchemaTests
{
    /// <summary>Kinds that the models of npm do not have; their fields are those of <see cref="CustomResources"/>.</summary>
    private static readonly string[] WithoutModel = ["Database", "ObjectStore", "RabbitmqCluster", "PodMonitor"];

    public static TheoryData<string> Overlays => [.. Rendering.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_object_has_the_form_that_its_kind_demands(string overlay)
    {
        var rendering = await Rendering.OfAsync(overlay);

        (await FaultsAsync(rendering)).Where(fault => !IsWithoutModel(fault)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_is_missing_and_a_value_that_does_not_exist_are_found()
    {
        var rendering = await Rendering.OfAsync("local");
        rendering.The<V1Deployment>("voting").Spec.Template.Spec.Containers[0].Name = null;
        rendering.The<V1NetworkPolicy>("web").Spec.PolicyTypes[0] = "Inwards";
        rendering.The<V1Job>("voting-migrate").Spec.Template.Spec.RestartPolicy = "Sometimes";

        var faults = await FaultsAsync(rendering);

        faults.Count.ShouldBe(3);
        faults.ShouldContain(fault => fault.StartsWith("Deployment/voting: ") && fault.Contains("containers/0") && fault.Contains("name"));
        faults.ShouldContain(fault => fault.StartsWith("NetworkPolicy/web: ") && fault.Contains("policyTypes/0"));
        faults.ShouldContain(fault => fault.StartsWith("Job/voting-migrate: ") && fault.Contains("restartPolicy"));
    }

    [Fact]
    public async Task A_value_of_a_custom_resource_that_does_not_exist_is_found()
    {
        var rendering = await Rendering.OfAsync("prod");
        rendering.The<PostgresCluster>("postgres").Spec.Postgresql.Synchronous.Method = "all";
        rendering.The<PublicGateway>("public").Spec.Listeners[0].Tls.Mode = "Open";
        rendering.The<ScheduledBackup>("daily").Spec.Target = "standby";

        var faults = (await FaultsAsync(rendering)).Where(fault => !IsWithoutModel(fault)).ToList();

        faults.Count.ShouldBe(3, string.Join('\n', faults));
        faults.ShouldContain(fault => fault.StartsWith("Cluster/postgres: ") && fault.Contains("synchronous/method"));
        faults.ShouldContain(fault => fault.StartsWith("Gateway/public: ") && fault.Contains("tls/mode"));
        faults.ShouldContain(fault => fault.StartsWith("ScheduledBackup/daily: ") && fault.Contains("target"));
    }

    [Theory]
    [InlineData("  replicas: 1\n", "  replicas: 1\n  replica: 1\n")]
    [InlineData("  replicas: 1\n", "  replicas: one\n")]
    public async Task A_field_that_no_type_has_and_a_value_of_another_type_cannot_be_loaded(string right, string wrong)
    {
        var text = await Rendering.TextOfAsync("local");
        text.ShouldContain(right);

        Should.Throw<Exception>(() => Rendering.Load("local", text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_field_that_a_custom_resource_does_not_have_cannot_be_loaded()
    {
        var text = await Rendering.TextOfAsync("prod");

        Should.Throw<Exception>(() => Rendering.Load("prod", text.Replace("databaseReclaimPolicy:", "databaseReclaim:", StringComparison.Ordinal)));
    }

    private static bool IsWithoutModel(string fault) => fault.Contains(": unknown kind ", StringComparison.Ordinal) && WithoutModel.Contains(fault.Split('/')[0]);

    private static async Task<List<string>> FaultsAsync(Rendering rendering)
    {
        var json = $"[{string.Join(',', rendering.Objects.Select(one => KubernetesJson.Serialize((object)one)))}]";
        return [.. (await Tool.NodeAsync(RepositoryFolder.Path("tests", "kubernetes", "schema", "validate.mjs"), json)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
