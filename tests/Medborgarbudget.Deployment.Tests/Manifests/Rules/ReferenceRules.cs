using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>What one object says of another is so: selectors, ports, configuration, secrets, accounts.</summary>
internal static class ReferenceRules
{
    /// <summary>Pods that operators make, by what their resource is called; they carry that as their name.</summary>
    private static readonly Type[] MakePods = [typeof(PostgresCluster), typeof(RabbitmqCluster)];

    public static readonly IReadOnlyList<Rule> All =
    [
        new("Every_object_is_once_in_the_one_namespace", overlay => Namespaces(overlay).Concat(Twice(overlay))),
        new("Every_selector_of_a_workload_selects_its_own_pods", OwnPods),
        new("Every_service_selects_pods_and_names_ports_that_they_have", overlay => overlay.All<V1Service>().SelectMany(service => ServicePorts(overlay, service))),
        new("Every_probe_asks_a_port_that_the_container_has", ProbePorts),
        new("Every_config_map_that_is_used_is_there", ConfigMaps),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", Secrets),
        new("No_secret_stands_in_the_manifests", overlay => overlay.All<V1Secret>().Select(secret => $"Secret/{secret.Metadata.Name}: stands in the manifests")),
        new("Every_account_that_is_used_is_there", Accounts),
        new("Every_mount_has_its_volume_and_every_volume_its_mount", overlay => overlay.Workloads.SelectMany(Mounts)),
        new("Every_variable_refers_to_one_before_it", overlay => overlay.Workloads.SelectMany(Variables)),
        new("Every_role_binding_names_what_is_there", Bindings),
        new("Every_stateful_set_has_its_service", overlay => overlay.All<V1StatefulSet>()
            .Where(set => overlay.All<V1Service>().All(service => service.Metadata.Name != set.Spec.ServiceName)).Select(set => $"StatefulSet/{set.Metadata.Name}: has no Service {set.Spec.ServiceName}")),
        new("Every_route_leads_to_a_port_that_is_there", Routes),
    ];

    private static IEnumerable<string> Namespaces(Rendering overlay) =>
        from one in overlay.Objects
        where one is not V1Namespace && one.Metadata.NamespaceProperty != overlay.All<V1Namespace>().Single().Metadata.Name
        select $"{one.Kind}/{one.Metadata.Name}: stands in another namespace";

    private static IEnumerable<string> Twice(Rendering overlay) =>
        overlay.Objects.GroupBy(one => $"{one.Kind}/{one.Metadata.Name}").Where(group => group.Count() > 1).Select(group => $"{group.Key}: stands twice");

    private static IEnumerable<string> OwnPods(Rendering overlay)
    {
        var selectors = overlay.All<V1Deployment>().Select(one => ($"Deployment/{one.Metadata.Name}", one.Spec.Selector))
            .Concat(overlay.All<V1StatefulSet>().Select(one => ($"StatefulSet/{one.Metadata.Name}", one.Spec.Selector)));
        return from pair in selectors
               where !overlay.Workloads.Where(workload => workload.Is(pair.Selector)).Select(workload => workload.Id).SequenceEqual([pair.Item1])
               select $"{pair.Item1}: selects other pods than its own";
    }

    private static IEnumerable<string> ServicePorts(Rendering overlay, V1Service service)
    {
        var pods = overlay.Workloads.Where(workload => workload.Is(service.Spec.Selector)).ToList();
        if (pods.Count != 1)
        {
            return [$"Service/{service.Metadata.Name}: selects {pods.Count} workloads"];
        }

        return from port in service.Spec.Ports
               where !HasPort(pods[0].Pod.Containers, port.TargetPort)
               select $"Service/{service.Metadata.Name}: {pods[0].Id} has no port {port.TargetPort?.Value}";
    }

    private static bool HasPort(IEnumerable<V1Container> containers, IntOrString? port) =>
        port is not null && containers.SelectMany(container => container.Ports ?? []).Any(one => one.Name == port.Value || $"{one.ContainerPort}" == port.Value);

    private static IEnumerable<string> ProbePorts(Rendering overlay) =>
        from workload in overlay.Workloads
        from container in workload.Containers
        from probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }
        let port = probe?.HttpGet?.Port ?? probe?.TcpSocket?.Port
        where port is not null && !HasPort([container], port)
        select $"{workload.Id}: a probe asks port {port.Value}, which is not there";

    private static IEnumerable<string> ConfigMaps(Rendering overlay)
    {
        var there = overlay.All<V1ConfigMap>().Select(map => map.Metadata.Name).ToHashSet();
        return from workload in overlay.Workloads
               from name in workload.Containers.SelectMany(container => container.EnvFrom ?? []).Select(source => source.ConfigMapRef?.Name)
                   .Concat((workload.Pod.Volumes ?? []).Select(volume => volume.ConfigMap?.Name))
               where name is not null && !there.Contains(name)
               select $"{workload.Id}: there is no ConfigMap {name}";
    }

    private static IEnumerable<string> Secrets(Rendering overlay)
    {
        var made = MadeSecrets.For(overlay);
        var used = overlay.Workloads.SelectMany(workload => UsedSecrets(workload).Select(use => (By: workload.Id, use.Name, use.Key)))
            .Concat(overlay.All<PostgresCluster>().SelectMany(cluster => cluster.Spec.Managed.Roles.Select(role => (By: $"Cluster/{cluster.Metadata.Name}", role.PasswordSecret.Name, Key: "password"))))
            .Concat(overlay.All<PublicGateway>().SelectMany(gateway => gateway.Spec.Listeners).SelectMany(listener => listener.Tls.CertificateRefs).Select(secret => (By: "Gateway/public", secret.Name, Key: "tls.crt")))
            .Concat(overlay.All<ObjectStore>().SelectMany(store => new[] { store.Spec.Configuration.S3Credentials.AccessKeyId, store.Spec.Configuration.S3Credentials.SecretAccessKey }
                .Select(secret => (By: $"ObjectStore/{store.Metadata.Name}", secret.Name, secret.Key))))
            .ToList();
        var missing = used.Where(use => !made.TryGetValue(use.Name, out var keys) || !keys.Contains(use.Key)).Select(use => $"{use.By}: there is no Secret {use.Name} with {use.Key}");
        var unused = made.Keys.Except(used.Select(use => use.Name)).Select(name => $"Secret/{name}: is made and not used");
        return missing.Concat(unused);
    }

    private static IEnumerable<(string Name, string Key)> UsedSecrets(Workload workload)
    {
        var variables = workload.Containers.SelectMany(container => container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>();
        var whole = workload.Containers.SelectMany(container => container.EnvFrom ?? []).Select(source => source.SecretRef?.Name).OfType<string>();
        return [.. variables.Select(one => (one.Name, one.Key)), .. whole.Select(name => (name, MadeSecrets.Whole)), .. SecretFiles(workload)];
    }

    /// <summary>A file of a secret, as some variable of the container names it.</summary>
    private static IEnumerable<(string Name, string Key)> SecretFiles(Workload workload) =>
        from volume in workload.Pod.Volumes ?? []
        where volume.Secret is not null
        from container in workload.Containers
        from mount in container.VolumeMounts ?? []
        where mount.Name == volume.Name
        from path in (container.Env ?? []).Select(variable => variable.Value).Where(value => value?.StartsWith($"{mount.MountPath}/", StringComparison.Ordinal) == true).DefaultIfEmpty($"{mount.MountPath}/(no variable names a file)")
        select (volume.Secret.SecretName, path[(mount.MountPath.Length + 1)..]);

    private static IEnumerable<string> Accounts(Rendering overlay)
    {
        var there = overlay.All<V1ServiceAccount>().Select(account => account.Metadata.Name).ToHashSet();
        return overlay.Workloads.Where(workload => workload.Pod.ServiceAccountName is not { } name || !there.Contains(name)).Select(workload => $"{workload.Id}: there is no ServiceAccount {workload.Pod.ServiceAccountName}");
    }

    private static IEnumerable<string> Mounts(Workload workload)
    {
        var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(workload.Claims).ToHashSet();
        var mounts = workload.Containers.SelectMany(container => container.VolumeMounts ?? []).Select(mount => mount.Name).ToHashSet();
        return mounts.Except(volumes).Select(name => $"{workload.Id}: there is no volume {name}").Concat(volumes.Except(mounts).Select(name => $"{workload.Id}: nobody mounts {name}"));
    }

    private static IEnumerable<string> Variables(Workload workload)
    {
        foreach (var container in workload.Containers)
        {
            var before = new HashSet<string>();
            foreach (var variable in container.Env ?? [])
            {
                foreach (var name in Referred(variable.Value).Where(name => !before.Contains(name)))
                {
                    yield return $"{workload.Id}: {variable.Name} refers to {name}, which does not stand before it";
                }

                if (!before.Add(variable.Name))
                {
                    yield return $"{workload.Id}: {variable.Name} stands twice";
                }
            }

            foreach (var name in (container.Args ?? []).SelectMany(Referred).Where(name => !before.Contains(name)))
            {
                yield return $"{workload.Id}: an argument refers to {name}, which is not there";
            }
        }
    }

    private static IEnumerable<string> Referred(string? text) =>
        (text ?? "").Split("$(").Skip(1).Select(part => part.Split(')')[0]);

    private static IEnumerable<string> Bindings(Rendering overlay) =>
        from binding in overlay.All<V1RoleBinding>()
        where overlay.All<V1Role>().All(role => role.Metadata.Name != binding.RoleRef.Name)
            || binding.Subjects.Any(subject => overlay.All<V1ServiceAccount>().All(account => account.Metadata.Name != subject.Name))
        select $"RoleBinding/{binding.Metadata.Name}: names what is not there";

    private static IEnumerable<string> Routes(Rendering overlay)
    {
        foreach (var route in overlay.All<HttpRoute>())
        {
            foreach (var backend in route.Spec.Rules.SelectMany(rule => rule.BackendRefs).Where(backend => !HasPort(overlay, backend)))
            {
                yield return $"HTTPRoute/{route.Metadata.Name}: there is no port {backend.Port} of {backend.Name}";
            }

            foreach (var parent in route.Spec.ParentRefs.Where(parent => ListenerOf(overlay, parent)?.Hostname != route.Spec.Hostnames[0]))
            {
                yield return $"HTTPRoute/{route.Metadata.Name}: {parent.Name} has no listener {parent.SectionName} for {route.Spec.Hostnames[0]}";
            }
        }
    }

    private static bool HasPort(Rendering overlay, HttpRoute.Backend backend) =>
        overlay.All<V1Service>().FirstOrDefault(service => service.Metadata.Name == backend.Name)?.Spec.Ports.Any(port => port.Port == backend.Port) == true;

    private static PublicGateway.Listener? ListenerOf(Rendering overlay, HttpRoute.Parent parent) =>
        overlay.All<PublicGateway>().FirstOrDefault(gateway => gateway.Metadata.Name == parent.Name)?.Spec.Listeners.FirstOrDefault(listener => listener.Name == parent.SectionName);
}
