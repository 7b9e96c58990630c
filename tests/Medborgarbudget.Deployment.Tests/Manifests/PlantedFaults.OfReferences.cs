using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

internal static partial class PlantedFaults
{
    private static IReadOnlyList<PlantedFault> OfReferences =>
    [
        new("Every_object_is_once_in_the_one_namespace", "prod", "an object is in another namespace", overlay => overlay.The<V1Service>("voting").Metadata.NamespaceProperty = "default", "Service/voting: stands in another namespace"),
        new("Every_object_is_once_in_the_one_namespace", "prod", "an object stands twice", overlay => overlay.Objects.Add(overlay.The<V1Service>("voting")), "Service/voting: stands twice"),
        new("Every_selector_of_a_workload_selects_its_own_pods", "prod", "a deployment takes another's pods", overlay => overlay.The<V1Deployment>("voting").Spec.Selector.MatchLabels["app.kubernetes.io/name"] = "web", "Deployment/voting: selects other pods than its own"),
        new("Every_service_selects_pods_and_names_ports_that_they_have", "prod", "a service selects nothing", overlay => overlay.The<V1Service>("voting").Spec.Selector["app.kubernetes.io/name"] = "votes", "Service/voting: selects 0 workloads"),
        new("Every_service_selects_pods_and_names_ports_that_they_have", "prod", "a service leads to no port", overlay => overlay.The<V1Service>("gateway").Spec.Ports[0].TargetPort = "https", "Service/gateway: Deployment/gateway has no port https"),
        new("Every_probe_asks_a_port_that_the_container_has", "prod", "a probe asks a port that is not there", overlay => overlay.Container("Deployment/voting").ReadinessProbe.HttpGet.Port = "probe", "Deployment/voting: a probe asks port probe, which is not there"),
        new("Every_config_map_that_is_used_is_there", "prod", "a config map is missing", overlay => overlay.Pod("CronJob/redis-join").Volumes[0].ConfigMap.Name = "join", "CronJob/redis-join: there is no ConfigMap join"),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", "prod", "a secret is misspelt", overlay => overlay.Variable("Deployment/voting", "Redis__ConnectionString").ValueFrom.SecretKeyRef.Name = "reddis", "Deployment/voting: there is no Secret reddis with connection-string"),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", "local", "a key of a secret is misspelt", overlay => overlay.Variable("Deployment/budget", "Messaging__RabbitMq").ValueFrom.SecretKeyRef.Key = "uri", "Deployment/budget: there is no Secret rabbitmq-default-user with uri"),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", "prod", "a file of a secret has another name", overlay => overlay.Variable("Deployment/voting", "Voting__LogKeyFile").Value = "/keys/voting/log.keys", "Deployment/voting: there is no Secret voting-keys with log.keys"),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", "prod", "a secret is used no more", overlay => overlay.Container("Deployment/gateway").Env.Remove(overlay.Variable("Deployment/gateway", "Gateway__WaitingRoom__Key")), "Secret/waiting-room: is made and not used"),
        new("No_secret_stands_in_the_manifests", "prod", "a secret stands in the manifests", overlay => overlay.Objects.Add(new V1Secret { Kind = "Secret", Metadata = new V1ObjectMeta { Name = "redis", NamespaceProperty = "medborgarbudget" } }), "Secret/redis: stands in the manifests"),
        new("Every_account_that_is_used_is_there", "prod", "an account is missing", overlay => overlay.Remove<V1ServiceAccount>("voting"), "Deployment/voting: there is no ServiceAccount voting", "Job/voting-migrate: there is no ServiceAccount voting"),
        new("Every_mount_has_its_volume_and_every_volume_its_mount", "prod", "a mount has no volume", overlay => overlay.Container("Deployment/web").VolumeMounts[0].Name = "temp", "Deployment/web: there is no volume temp", "Deployment/web: nobody mounts tmp"),
        new("Every_variable_refers_to_one_before_it", "prod", "a variable refers to a later one", overlay => Reverse(overlay.Container("Deployment/voting").Env), "Deployment/voting: OTEL_RESOURCE_ATTRIBUTES refers to POD_NAME, which does not stand before it", "Deployment/voting: OTEL_RESOURCE_ATTRIBUTES refers to POD_NAMESPACE, which does not stand before it"),
        new("Every_variable_refers_to_one_before_it", "local", "an argument refers to nothing", overlay => overlay.Container("StatefulSet/redis").Env[0].Name = "PASSWORD", "StatefulSet/redis: an argument refers to REDISCLI_AUTH, which is not there"),
        new("Every_role_binding_names_what_is_there", "prod", "a binding is of another account", overlay => overlay.The<V1RoleBinding>("prescale").Subjects[0].Name = "scaler", "RoleBinding/prescale: names what is not there"),
        new("Every_stateful_set_has_its_service", "local", "a stateful set has another service", overlay => overlay.The<V1StatefulSet>("redis").Spec.ServiceName = "redis-node", "StatefulSet/redis: has no Service redis-node"),
        new("Every_route_leads_to_a_port_that_is_there", "prod", "a route leads to no port", overlay => overlay.The<HttpRoute>("grpc").Spec.Rules[0].BackendRefs[0].Port = 8443, "HTTPRoute/grpc: there is no port 8443 of gateway"),
        new("Every_route_leads_to_a_port_that_is_there", "prod", "a route is for a name that nobody listens for", overlay => overlay.The<HttpRoute>("web").Spec.Hostnames[0] = "example.org", "HTTPRoute/web: public has no listener https for example.org"),
    ];

    private static void Reverse(IList<V1EnvVar> variables)
    {
        var reversed = variables.Reverse().ToList();
        variables.Clear();
        reversed.ForEach(variables.Add);
    }
}
