using k8s;
using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>An object of an operator. What a model here does not have is a field that the manifests may not use: loading is strict.</summary>
/// <typeparam name="TSpec">Form of <c>spec</c>.</typeparam>
internal abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public required TSpec Spec { get; set; }
}

internal static class CustomResources
{
    public static readonly Dictionary<string, Type> Types = new()
    {
        ["postgresql.cnpg.io/v1/Cluster"] = typeof(PostgresCluster),
        ["postgresql.cnpg.io/v1/Database"] = typeof(PostgresDatabase),
        ["postgresql.cnpg.io/v1/ScheduledBackup"] = typeof(ScheduledBackup),
        ["barmancloud.cnpg.io/v1/ObjectStore"] = typeof(ObjectStore),
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster),
        ["cert-manager.io/v1/Certificate"] = typeof(Certificate),
        ["gateway.networking.k8s.io/v1/Gateway"] = typeof(PublicGateway),
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(HttpRoute),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
    };
}

internal sealed class PostgresCluster : CustomResource<PostgresCluster.SpecOf>
{
    internal sealed class SpecOf
    {
        public int Instances { get; set; }

        public string ImageName { get; set; } = "";

        public Inherited InheritedMetadata { get; set; } = new();

        public Server Postgresql { get; set; } = new();

        public Managed Managed { get; set; } = new();

        public Dictionary<string, Dictionary<string, string>> Bootstrap { get; set; } = [];

        public Spread Affinity { get; set; } = new();

        public V1ResourceRequirements Resources { get; set; } = new();

        public Volume Storage { get; set; } = new();

        public Volume WalStorage { get; set; } = new();

        public string PrimaryUpdateStrategy { get; set; } = "";

        public bool EnablePDB { get; set; }

        public List<Plugin> Plugins { get; set; } = [];
    }

    internal sealed class Plugin
    {
        public string Name { get; set; } = "";

        public bool IsWALArchiver { get; set; }

        public Dictionary<string, string> Parameters { get; set; } = [];
    }

    internal sealed class Spread
    {
        public bool EnablePodAntiAffinity { get; set; }

        public string TopologyKey { get; set; } = "";

        public string PodAntiAffinityType { get; set; } = "";
    }

    internal sealed class Inherited
    {
        public Dictionary<string, string> Labels { get; set; } = [];
    }

    internal sealed class Server
    {
        public Synchronous Synchronous { get; set; } = new();

        public Dictionary<string, string> Parameters { get; set; } = [];
    }

    internal sealed class Synchronous
    {
        public string Method { get; set; } = "";

        public int Number { get; set; }
    }

    internal sealed class Managed
    {
        public Services Services { get; set; } = new();

        public List<Role> Roles { get; set; } = [];
    }

    internal sealed class Services
    {
        public List<string> DisabledDefaultServices { get; set; } = [];

        public List<AdditionalService> Additional { get; set; } = [];
    }

    internal sealed class AdditionalService
    {
        public string SelectorType { get; set; } = "";

        public V1Service ServiceTemplate { get; set; } = new();
    }

    internal sealed class Role
    {
        public string Name { get; set; } = "";

        public string Ensure { get; set; } = "";

        public bool Login { get; set; }

        public V1LocalObjectReference PasswordSecret { get; set; } = new();
    }

    internal sealed class Volume
    {
        public string Size { get; set; } = "";
    }
}

internal sealed class PostgresDatabase : CustomResource<PostgresDatabase.SpecOf>
{
    internal sealed class SpecOf
    {
        public V1LocalObjectReference Cluster { get; set; } = new();

        public string Name { get; set; } = "";

        public string Owner { get; set; } = "";

        public string DatabaseReclaimPolicy { get; set; } = "";
    }
}

internal sealed class ScheduledBackup : CustomResource<ScheduledBackup.SpecOf>
{
    internal sealed class SpecOf
    {
        public string Schedule { get; set; } = "";

        public bool Immediate { get; set; }

        public string BackupOwnerReference { get; set; } = "";

        public V1LocalObjectReference Cluster { get; set; } = new();

        public string Target { get; set; } = "";

        public string Method { get; set; } = "";

        public V1LocalObjectReference PluginConfiguration { get; set; } = new();
    }
}

internal sealed class ObjectStore : CustomResource<ObjectStore.SpecOf>
{
    internal sealed class SpecOf
    {
        public string RetentionPolicy { get; set; } = "";

        public Place Configuration { get; set; } = new();

        public Sidecar InstanceSidecarConfiguration { get; set; } = new();
    }

    internal sealed class Place
    {
        public string DestinationPath { get; set; } = "";

        public string EndpointURL { get; set; } = "";

        public Credentials S3Credentials { get; set; } = new();

        public Packing Wal { get; set; } = new();

        public Packing Data { get; set; } = new();
    }

    internal sealed class Credentials
    {
        public V1SecretKeySelector AccessKeyId { get; set; } = new();

        public V1SecretKeySelector SecretAccessKey { get; set; } = new();
    }

    internal sealed class Packing
    {
        public string Compression { get; set; } = "";

        public string Encryption { get; set; } = "";
    }

    internal sealed class Sidecar
    {
        public V1ResourceRequirements Resources { get; set; } = new();
    }
}

internal sealed class RabbitmqCluster : CustomResource<RabbitmqCluster.SpecOf>
{
    internal sealed class SpecOf
    {
        public int Replicas { get; set; }

        public string Image { get; set; } = "";

        public Volume Persistence { get; set; } = new();

        public int TerminationGracePeriodSeconds { get; set; }

        public V1ResourceRequirements Resources { get; set; } = new();

        public Configuration Rabbitmq { get; set; } = new();

        public Overridden Override { get; set; } = new();
    }

    internal sealed class Volume
    {
        public string Storage { get; set; } = "";
    }

    internal sealed class Configuration
    {
        public string AdditionalConfig { get; set; } = "";
    }

    internal sealed class Overridden
    {
        public V1StatefulSet StatefulSet { get; set; } = new();
    }
}

internal sealed class Certificate : CustomResource<Certificate.SpecOf>
{
    internal sealed class SpecOf
    {
        public string SecretName { get; set; } = "";

        public List<string> DnsNames { get; set; } = [];

        public string Duration { get; set; } = "";

        public string RenewBefore { get; set; } = "";

        public Key PrivateKey { get; set; } = new();

        public Dictionary<string, string> IssuerRef { get; set; } = [];
    }

    internal sealed class Key
    {
        public string Algorithm { get; set; } = "";

        public int Size { get; set; }

        public string RotationPolicy { get; set; } = "";
    }
}

internal sealed class PublicGateway : CustomResource<PublicGateway.SpecOf>
{
    internal sealed class SpecOf
    {
        public string GatewayClassName { get; set; } = "";

        public List<Listener> Listeners { get; set; } = [];
    }

    internal sealed class Listener
    {
        public string Name { get; set; } = "";

        public string Protocol { get; set; } = "";

        public int Port { get; set; }

        public string Hostname { get; set; } = "";

        public Tls Tls { get; set; } = new();
    }

    internal sealed class Tls
    {
        public string Mode { get; set; } = "";

        public List<V1LocalObjectReference> CertificateRefs { get; set; } = [];
    }
}

internal sealed class HttpRoute : CustomResource<HttpRoute.SpecOf>
{
    internal sealed class SpecOf
    {
        public List<Parent> ParentRefs { get; set; } = [];

        public List<string> Hostnames { get; set; } = [];

        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Parent
    {
        public string Name { get; set; } = "";

        public string SectionName { get; set; } = "";
    }

    internal sealed class Rule
    {
        public List<Backend> BackendRefs { get; set; } = [];
    }

    internal sealed class Backend
    {
        public string Name { get; set; } = "";

        public int Port { get; set; }
    }
}

internal sealed class PodMonitor : CustomResource<PodMonitor.SpecOf>
{
    internal sealed class SpecOf
    {
        public V1LabelSelector Selector { get; set; } = new();

        public List<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    internal sealed class Endpoint
    {
        public string Port { get; set; } = "";

        public string Interval { get; set; } = "";

        public bool HonorLabels { get; set; }
    }
}
