using k8s.Models;
using Medborgarbudget.Deployment.Tests.Manifests.Code;

namespace Medborgarbudget.Deployment.Tests.Manifests.Rules;

/// <summary>Who may call whom: what the code calls, and nothing else.</summary>
internal static class NetworkRules
{
    public static readonly IReadOnlyList<Rule> All =
    [
        new("Nothing_may_call_or_be_called_without_a_policy", DefaultDeny),
        new("Policies_let_out_exactly_the_calls_that_are_made", overlay => Compare(new Traffic(overlay).Out, Made(overlay), "may leave")),
        new("Policies_let_in_exactly_the_calls_that_are_made", overlay => Compare(new Traffic(overlay).In, Made(overlay), "is taken")),
        new("Only_what_must_reaches_outside_or_is_reached_from_there", Outside),
        new("Every_policy_is_of_pods_that_are_there", Idle),
    ];

    private static IEnumerable<string> DefaultDeny(Rendering overlay) =>
        overlay.All<V1NetworkPolicy>().Any(policy => Selection.Matches(policy.Spec.PodSelector, new Dictionary<string, string>())
            && policy.Spec.PolicyTypes.Contains("Ingress") && policy.Spec.PolicyTypes.Contains("Egress") && policy.Spec.Ingress is null or [] && policy.Spec.Egress is null or [])
            ? []
            : ["NetworkPolicy: none denies everything, both ways"];

    private static IEnumerable<string> Compare(IEnumerable<Call> allowed, IEnumerable<Call> made, string may)
    {
        var (some, all) = (allowed.ToHashSet(), made.ToHashSet());
        return some.Except(all).Select(call => $"{call}: {may} and is not called").Concat(all.Except(some).Select(call => $"{call}: is called and not what {may}")).Order(StringComparer.Ordinal);
    }

    /// <summary>What the code calls, to stores as far as the overlay has them, and what stores do among themselves.</summary>
    private static IEnumerable<Call> Made(Rendering overlay)
    {
        var there = Pods.Of(overlay).ToDictionary(pods => pods.App);
        var calls = new List<Call>();
        foreach (var program in Solution.Current.Programs)
        {
            calls.AddRange(program.Calls.Select(called => new Call(program.Name, called, there[called].Ports[called == "gateway" ? "http" : "grpc"])));
            var told = Configuration.Of(overlay, overlay.The($"Deployment/{program.Name}"));
            Add(program.UsesDatabase, program.Name, "postgres", "5432");
            Add(program.UsesDatabase, $"{program.Name}-migrate", "postgres", "5432");
            Add(program.UsesBroker, program.Name, "rabbitmq", "5672");
            Add(program.UsesBroker, $"{program.Name}-migrate", "rabbitmq", "5672");
            Add(told.ContainsKey("Redis__ConnectionString"), program.Name, "redis", "6379");
            Add(told.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT"), program.Name, "collector", "4317");
        }

        return calls.Concat(AmongStores(overlay));

        void Add(bool isSo, string from, string to, string port)
        {
            if (isSo)
            {
                calls.Add(new Call(from, to, port));
            }
        }
    }

    private static IEnumerable<Call> AmongStores(Rendering overlay)
    {
        if (overlay.All<PostgresCluster>().Any())
        {
            yield return new("postgres", "postgres", "5432");
            yield return new("postgres", "postgres", "8000");
        }

        if (overlay.All<RabbitmqCluster>().Any())
        {
            yield return new("rabbitmq", "rabbitmq", "4369");
            yield return new("rabbitmq", "rabbitmq", "25672");
        }

        if (overlay.The("StatefulSet/redis").Replicas > 1)
        {
            yield return new("redis", "redis", "6379");
            yield return new("redis", "redis", "16379");
            yield return new("redis-join", "redis", "6379");
        }
    }

    private static IEnumerable<string> Outside(Rendering overlay)
    {
        var traffic = new Traffic(overlay);
        var leaving = new HashSet<Call> { new("identity", "outside", "443") };
        var entering = new HashSet<Call>();
        foreach (var operated in overlay.All<PostgresCluster>().Select(cluster => cluster.Metadata.Name).Concat(overlay.All<RabbitmqCluster>().Select(cluster => cluster.Metadata.Name)).Concat(overlay.All<V1CronJob>().Any(cron => cron.Metadata.Name == "prescale-up") ? ["prescale"] : []))
        {
            leaving.UnionWith([new(operated, "outside", "443"), new(operated, "outside", "6443")]);
        }

        if (overlay.All<PostgresCluster>().Any())
        {
            entering.UnionWith([new("outside", "postgres", "5432"), new("outside", "postgres", "8000")]);
        }

        if (overlay.All<PublicGateway>().Any())
        {
            entering.UnionWith([new("outside", "gateway", "8080"), new("outside", "gateway", "8081")]);
        }

        if (overlay.All<PodMonitor>().Any())
        {
            entering.Add(new("outside", "collector", "8889"));
        }

        return Compare(traffic.ToOutside, leaving, "may leave").Concat(Compare(traffic.FromOutside, entering, "is taken"));
    }

    private static IEnumerable<string> Idle(Rendering overlay)
    {
        var traffic = new Traffic(overlay);
        foreach (var policy in overlay.All<V1NetworkPolicy>())
        {
            var peers = (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? []).Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []));
            if (!traffic.SelectedBy(policy).Any() || peers.Any(peer => !Traffic.IsOutside(peer) && !traffic.Inside(peer).Any()))
            {
                yield return $"NetworkPolicy/{policy.Metadata.Name}: names pods that are not there";
            }
        }
    }
}
