using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

internal static partial class PlantedFaults
{
    private static IReadOnlyList<PlantedFault> OfPods =>
    [
        new("Every_pod_is_restricted", "prod", "a pod may run as root", overlay => overlay.Pod("Deployment/voting").SecurityContext.RunAsNonRoot = false, "Deployment/voting: may run as root or without seccomp"),
        new("Every_pod_is_restricted", "prod", "a pod has no seccomp profile", overlay => overlay.Pod("Job/voting-migrate").SecurityContext.SeccompProfile = null, "Job/voting-migrate: may run as root or without seccomp"),
        new("Every_pod_is_restricted", "prod", "a pod uses the node's network", overlay => overlay.Pod("Deployment/gateway").HostNetwork = true, "Deployment/gateway: uses what is the node's"),
        new("Every_pod_is_restricted", "local", "a pod mounts the node's files", overlay => overlay.Pod("StatefulSet/redis").Volumes = [new V1Volume { Name = "docker", HostPath = new V1HostPathVolumeSource { Path = "/var/run" } }], "StatefulSet/redis: uses what is the node's"),
        new("Every_pod_is_restricted", "test", "a container may write everywhere", overlay => overlay.Container("Deployment/web").SecurityContext.ReadOnlyRootFilesystem = false, "Deployment/web: service is not confined"),
        new("Every_pod_is_restricted", "test", "a container keeps a capability", overlay => overlay.Container("CronJob/redis-join").SecurityContext.Capabilities.Add = ["NET_ADMIN"], "CronJob/redis-join: join is not confined"),
        new("Every_pod_is_restricted", "prod", "a container may gain privileges", overlay => overlay.Container("Deployment/collector").SecurityContext.AllowPrivilegeEscalation = null, "Deployment/collector: collector is not confined"),
        new("The_namespace_refuses_pods_that_are_not", "prod", "the namespace is only baseline", overlay => overlay.All<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"] = "baseline", "Namespace: does not enforce restricted"),
        new("Every_container_asks_for_what_it_needs_and_is_limited", "prod", "a limit of memory is missing", overlay => overlay.Container("Deployment/budget").Resources.Limits.Remove("memory"), "Deployment/budget: service has no request or no limit"),
        new("Every_container_asks_for_what_it_needs_and_is_limited", "prod", "a job asks for nothing", overlay => overlay.Container("Job/budget-migrate").Resources = null, "Job/budget-migrate: migrate has no request or no limit"),
        new("No_pod_but_the_prescaler_has_a_token", "prod", "a service gets a token", overlay => overlay.Pod("Deployment/identity").AutomountServiceAccountToken = true, "Deployment/identity: has a token for the API server"),
        new("Every_image_has_an_exact_version", "prod", "an image is the latest", overlay => overlay.Container("Deployment/voting").Image = "medborgarbudget/voting:latest", "Deployment/voting: service has an image without an exact version"),
        new("Every_image_has_an_exact_version", "prod", "an image of a registry with a port has no tag", overlay => overlay.Container("Deployment/web").Image = "registry:5000/medborgarbudget/web", "Deployment/web: service has an image without an exact version"),
        new("Every_image_has_an_exact_version", "test", "an image is a branch", overlay => overlay.Container("Job/voting-migrate").Image = "medborgarbudget/voting:main", "Job/voting-migrate: migrate has an image without an exact version"),
        new("Every_image_has_an_exact_version", "local", "a server's image moves on with its major version", overlay => overlay.Container("StatefulSet/redis").Image = "valkey/valkey:8", "StatefulSet/redis: redis has an image without an exact version"),
        new("Every_image_has_an_exact_version", "prod", "an image is as built on somebody's machine", overlay => overlay.Container("Deployment/web").Image = "medborgarbudget/web:local", "Deployment/web: service has an image without an exact version"),
        new("Every_image_has_an_exact_version", "prod", "an operator starts any PostgreSQL 17", overlay => overlay.The<PostgresCluster>("postgres").Spec.ImageName = "ghcr.io/cloudnative-pg/postgresql:17", "Cluster/postgres: it has an image without an exact version"),
        new("Every_image_has_an_exact_version", "prod", "a digest is cut off", overlay => overlay.The<RabbitmqCluster>("rabbitmq").Spec.Image = "rabbitmq@sha256:0123", "RabbitmqCluster/rabbitmq: it has an image without an exact version"),
        new("Every_service_is_probed_and_no_liveness_asks_a_database", "prod", "liveness asks what asks the database", overlay => overlay.Container("Deployment/voting").LivenessProbe.HttpGet.Path = "/health", "Deployment/voting: its liveness probe does not ask /alive"),
        new("Every_service_is_probed_and_no_liveness_asks_a_database", "prod", "readiness asks only whether the process answers", overlay => overlay.Container("Deployment/voting").ReadinessProbe.HttpGet.Path = "/alive", "Deployment/voting: its readiness probe does not ask /health"),
        new("Every_service_is_probed_and_no_liveness_asks_a_database", "local", "a probe is missing", overlay => overlay.Container("Deployment/web").StartupProbe = null, "Deployment/web: its startup probe does not ask /alive"),
        new("Every_service_has_time_to_drain", "prod", "the node does not wait", overlay => overlay.Pod("Deployment/gateway").TerminationGracePeriodSeconds = 20, "Deployment/gateway: is gone before others have noticed, or is killed while it drains"),
        new("Every_service_has_time_to_drain", "prod", "readiness is asked too seldom", overlay => overlay.Container("Deployment/gateway").ReadinessProbe.PeriodSeconds = 10, "Deployment/gateway: is gone before others have noticed, or is killed while it drains"),
        new("Every_service_is_spread_over_nodes_and_zones", "prod", "pods may all be on one node", overlay => overlay.Pod("Deployment/voting").TopologySpreadConstraints.RemoveAt(1), "Deployment/voting: is not spread by kubernetes.io/hostname"),
        new("Every_service_is_spread_over_nodes_and_zones", "prod", "pods of all services are counted together", overlay => overlay.Pod("Deployment/voting").TopologySpreadConstraints[0].MatchLabelKeys = null, "Deployment/voting: is not spread by topology.kubernetes.io/zone"),
        new("A_rollout_takes_no_service_away", "prod", "a rollout begins with taking away", overlay => overlay.The<V1Deployment>("voting").Spec.Strategy.RollingUpdate.MaxUnavailable = "25%", "Deployment/voting: is taken away before the new one is there"),
    ];
}
