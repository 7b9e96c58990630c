using k8s.Models;
using Medborgarbudget.Deployment.Tests.Manifests.Code;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>The manifests are of this system: its programs, their configuration, whom they call.</summary>
internal static class SystemRules
{
    /// <summary>First words of what the host, the runtime and OpenTelemetry read, and what other variables are made of.</summary>
    private static readonly string[] ReadByFrameworks = ["Logging", "OTEL", "ASPNETCORE", "HOME", "POD"];

    private static readonly string[] PublicAddress = ["Auth__Issuer", "Identity__Issuer", "Identity__Web__Address", "Web__Address", "Web__Issuer"];

    public static readonly IReadOnlyList<Rule> All =
    [
        new("Every_program_of_the_solution_is_deployed_and_nothing_else_is", Programs),
        new("Every_program_has_a_service_a_port_and_an_account_of_its_name", Names),
        new("Every_program_with_a_database_is_migrated_by_the_image_it_runs", Migrations),
        new("Every_program_is_told_where_those_are_whom_it_calls", Addresses),
        new("Every_variable_is_a_key_that_the_program_reads", Keys),
        new("Every_program_has_the_stores_that_it_uses", Stores),
        new("There_is_one_public_address", Public),
        new("Production_simulates_nobody", overlay => Production(overlay)),
        new("What_has_copies_is_not_disrupted_as_a_whole", Disruption),
        new("Every_autoscaler_scales_what_is_there_by_what_is_measured", Autoscalers),
        new("What_voters_ask_is_scaled_in_production", Scaled),
        new("The_prescaler_may_touch_the_autoscalers_that_it_names", Prescaler),
        new("PostgreSQL_has_a_synchronous_replica_and_a_database_for_each_program", Postgres),
    ];

    private static IEnumerable<SolutionProgram> Stateful => Solution.Current.Programs.Where(program => program.UsesDatabase);

    private static IEnumerable<(SolutionProgram Program, Workload Workload)> Deployed(Rendering overlay) =>
        from program in Solution.Current.Programs
        from workload in overlay.Workloads
        where workload.Id == $"Deployment/{program.Name}"
        select (program, workload);

    private static IEnumerable<string> Programs(Rendering overlay)
    {
        var there = overlay.Workloads.Where(workload => workload.IsService && workload.Pod.Containers[0].Image.Split(':', '@')[0] == $"medborgarbudget/{workload.Name}").Select(workload => workload.Name).ToList();
        var expected = Solution.Current.Programs.Select(program => program.Name).ToList();
        return expected.Except(there).Select(name => $"{name}: is not deployed").Concat(there.Except(expected).Select(name => $"{name}: is no program of the solution"));
    }

    private static IEnumerable<string> Names(Rendering overlay) =>
        from pair in Deployed(overlay)
        let service = overlay.All<V1Service>().FirstOrDefault(one => one.Metadata.Name == pair.Program.Name)
        where service is null || !pair.Workload.Is(service.Spec.Selector) || pair.Workload.Pod.ServiceAccountName != pair.Program.Name || pair.Workload.App != pair.Program.Name || ListensElsewhere(overlay, pair.Workload, service)
        select $"{pair.Workload.Id}: its Service, its account or its port is another's";

    /// <summary>The ports that it is told to listen at are those that the container and the Service have.</summary>
    private static bool ListensElsewhere(Rendering overlay, Workload workload, V1Service service)
    {
        var told = Configuration.Of(overlay, workload);
        var ports = workload.Pod.Containers[0].Ports.Select(port => $"{port.ContainerPort}").Order(StringComparer.Ordinal);
        var served = new[] { "Listen__Port", "Gateway__Port", "Gateway__GrpcPort" }.Where(told.ContainsKey).Select(key => told[key]).Order(StringComparer.Ordinal).ToList();
        return !ports.SequenceEqual(served.Append(told["Listen__HealthPort"]).Order(StringComparer.Ordinal)) || !service.Spec.Ports.Select(port => $"{port.Port}").Order(StringComparer.Ordinal).SequenceEqual(served);
    }

    private static IEnumerable<string> Migrations(Rendering overlay)
    {
        foreach (var program in Stateful)
        {
            var job = overlay.Workloads.FirstOrDefault(workload => workload.Id == $"Job/{program.Name}-migrate");
            if (job is null || job.Pod.Containers[0].Args is not ["migrate"] || job.Pod.Containers[0].Image != overlay.The($"Deployment/{program.Name}").Pod.Containers[0].Image)
            {
                yield return $"{program.Name}: is not migrated by the image that it runs";
            }
        }
    }

    private static IEnumerable<string> Addresses(Rendering overlay)
    {
        foreach (var (program, workload) in Deployed(overlay))
        {
            var told = Configuration.Of(overlay, workload).Where(pair => pair.Key.EndsWith("__Address", StringComparison.Ordinal) && !PublicAddress.Contains(pair.Key))
                .ToDictionary(pair => pair.Key.Split("__")[^2].ToLowerInvariant(), pair => pair.Value);
            foreach (var fault in program.Calls.Except(told.Keys).Select(name => $"{workload.Id}: is not told where {name} is"))
            {
                yield return fault;
            }

            // Identity reads its own address at its start and never calls it.
            foreach (var (name, address) in told.Where(pair => pair.Key != program.Name))
            {
                if (!program.Calls.Contains(name) || !IsAddressOf(overlay, name, address))
                {
                    yield return $"{workload.Id}: is told that {name} is at {address}";
                }
            }
        }
    }

    private static bool IsAddressOf(Rendering overlay, string name, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host == name
        && overlay.All<V1Service>().FirstOrDefault(service => service.Metadata.Name == name)?.Spec.Ports[0].Port == uri.Port;

    private static IEnumerable<string> Keys(Rendering overlay) =>
        from program in Solution.Current.Programs
        from workload in overlay.Workloads
        where workload.Id == $"Deployment/{program.Name}" || workload.Id == $"Job/{program.Name}-migrate"
        from variable in workload.Pod.Containers[0].Env ?? []
        where !IsRead(program, variable.Name)
        select $"{workload.Id}: {variable.Name} is no key that {program.Name} reads";

    private static bool IsRead(SolutionProgram program, string variable)
    {
        var parts = variable.Split("__");
        return ReadByFrameworks.Contains(parts[0].Split('_')[0]) || parts.All(part => program.Words.Contains(part) || int.TryParse(part, out _) || IsProgram(part));
    }

    private static bool IsProgram(string word) => Solution.Current.Programs.Any(program => program.Name.Equals(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Stores(Rendering overlay) =>
        from pair in Deployed(overlay)
        let told = Configuration.Of(overlay, pair.Workload)
        from store in new[] { (Key: "Storage__ConnectionString", Used: pair.Program.UsesDatabase), (Key: "Messaging__RabbitMq", Used: pair.Program.UsesBroker), (Key: "Redis__ConnectionString", Used: pair.Program.ReadsRedis) }
        where told.ContainsKey(store.Key) != store.Used
        select $"{pair.Workload.Id}: {store.Key} is {(store.Used ? "missing" : "not for it")}";

    private static IEnumerable<string> Public(Rendering overlay)
    {
        var told = Configuration.Of(overlay, overlay.The("Deployment/identity"));
        var addresses = PublicAddress.Select(key => told.GetValueOrDefault(key)).Distinct().ToList();
        if (addresses is not [{ } only] || !only.EndsWith('/'))
        {
            return ["ConfigMap/system: there is not one public address with a slash at its end"];
        }

        var host = new Uri(only).Host;
        var certificate = overlay.All<Certificate>().SelectMany(one => one.Spec.DnsNames).ToList();
        return overlay.All<PublicGateway>().SelectMany(gateway => gateway.Spec.Listeners)
            .Where(listener => (listener.Hostname != host && listener.Hostname != $"grpc.{host}") || !certificate.Contains(listener.Hostname))
            .Select(listener => $"Gateway/public: {listener.Hostname} is not the public address, or has no certificate");
    }

    private static IEnumerable<string> Production(Rendering overlay)
    {
        var told = Configuration.Of(overlay, overlay.The("Deployment/identity"));
        var isProduction = told["ASPNETCORE_ENVIRONMENT"] == "Production";
        if (isProduction != (overlay.Overlay == "prod") || (isProduction && (told.GetValueOrDefault("Identity__SimulatedEid") == "true" || told["Auth__Issuer"].StartsWith("http:", StringComparison.Ordinal))))
        {
            yield return "ConfigMap/system: simulates in Production, or is not Production where it should be";
        }
    }

    private static IEnumerable<string> Disruption(Rendering overlay)
    {
        var budgets = overlay.All<V1PodDisruptionBudget>().ToList();
        var copied = overlay.Workloads.Where(workload => workload.Kind is "Deployment" or "StatefulSet" && workload.Replicas != 1);
        var without = copied.Where(workload => !budgets.Any(budget => workload.Is(budget.Spec.Selector) && budget.Spec.MaxUnavailable?.Value == "1")).Select(workload => $"{workload.Id}: may be disrupted as a whole");
        var idle = budgets.Where(budget => !overlay.Workloads.Any(workload => workload.Is(budget.Spec.Selector)) && overlay.All<RabbitmqCluster>().All(cluster => cluster.Metadata.Name != budget.Metadata.Name))
            .Select(budget => $"PodDisruptionBudget/{budget.Metadata.Name}: protects nothing");
        return without.Concat(idle);
    }

    private static IEnumerable<string> Autoscalers(Rendering overlay)
    {
        foreach (var one in overlay.All<V2HorizontalPodAutoscaler>())
        {
            var target = overlay.Workloads.FirstOrDefault(workload => workload.Id == $"{one.Spec.ScaleTargetRef.Kind}/{one.Spec.ScaleTargetRef.Name}");
            var metrics = one.Spec.Metrics.Select(metric => metric.Resource?.Name ?? metric.Pods?.Metric.Name ?? "").ToList();
            if (target is null || target.Replicas is not null || one.Spec.MinReplicas < 2 || one.Spec.MinReplicas >= one.Spec.MaxReplicas || metrics.Any(metric => metric != "cpu" && !Measured.IsServed(metric)))
            {
                yield return $"HorizontalPodAutoscaler/{one.Metadata.Name}: scales nothing, or by what nobody measures";
            }
        }
    }

    /// <summary>Whatever a voter's pages, sign-in and ballot go through.</summary>
    private static IEnumerable<string> Scaled(Rendering overlay)
    {
        string[] asked = overlay.Overlay == "prod" ? ["gateway", "web", "identity", "voting"] : [];
        return asked.Except(overlay.All<V2HorizontalPodAutoscaler>().Select(one => one.Spec.ScaleTargetRef.Name)).Select(name => $"{name}: has no autoscaler");
    }

    private static IEnumerable<string> Prescaler(Rendering overlay)
    {
        foreach (var cron in overlay.All<V1CronJob>().Where(cron => cron.Metadata.Name.StartsWith("prescale", StringComparison.Ordinal)))
        {
            var named = cron.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Args.Skip(2).TakeWhile(argument => !argument.StartsWith('-')).ToList();
            var allowed = overlay.The<V1Role>("prescale").Rules.Single();
            if (named.Except(allowed.ResourceNames).Any() || named.Except(overlay.All<V2HorizontalPodAutoscaler>().Select(one => one.Metadata.Name)).Any() || !allowed.Verbs.Contains("patch"))
            {
                yield return $"CronJob/{cron.Metadata.Name}: may not touch what it names";
            }
        }
    }

    private static IEnumerable<string> Postgres(Rendering overlay)
    {
        foreach (var cluster in overlay.All<PostgresCluster>())
        {
            var programs = Stateful.Select(program => program.Name).ToHashSet();
            var databases = overlay.All<PostgresDatabase>().Where(database => database.Spec.Name == database.Spec.Owner && database.Spec.Cluster.Name == cluster.Metadata.Name).Select(database => database.Spec.Name);
            if (cluster.Spec.Postgresql.Synchronous.Number < 1 || cluster.Spec.Instances <= cluster.Spec.Postgresql.Synchronous.Number || !programs.SetEquals(databases) || !programs.SetEquals(cluster.Spec.Managed.Roles.Select(role => role.Name)))
            {
                yield return $"Cluster/{cluster.Metadata.Name}: has no synchronous replica, or not a database and a role for each program";
            }
        }
    }
}
