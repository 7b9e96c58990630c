using k8s.Models;

namespace Medborgarbudget.Deployment.Tests.Manifests;

internal static partial class PlantedFaults
{
    private static IReadOnlyList<PlantedFault> OfTheNetwork =>
    [
        new("Nothing_may_call_or_be_called_without_a_policy", "prod", "what leaves is not denied", overlay => overlay.Policy("default-deny").PolicyTypes.Remove("Egress"), "NetworkPolicy: none denies everything, both ways"),
        new("Nothing_may_call_or_be_called_without_a_policy", "local", "everything is let in", overlay => overlay.Policy("default-deny").Ingress = [new V1NetworkPolicyIngressRule()], "NetworkPolicy: none denies everything, both ways"),
        new("Policies_let_out_exactly_the_calls_that_are_made", "prod", "a call may not leave", overlay => overlay.Policy("voting").Egress[0].To.RemoveAt(1), "voting → screening:8080: is called and not what may leave"),
        new("Policies_let_out_exactly_the_calls_that_are_made", "prod", "what nobody calls may leave", overlay => overlay.Policy("web").Egress[0].To.Add(Named("identity")), "web → identity:http: may leave and is not called"),
        new("Policies_let_out_exactly_the_calls_that_are_made", "prod", "a call may leave for another port", overlay => overlay.Policy("voting").Egress[3].Ports[0].Port = 6380, "voting → redis:6380: may leave and is not called", "voting → redis:6379: is called and not what may leave"),
        new("Policies_let_in_exactly_the_calls_that_are_made", "prod", "a call is not taken", overlay => overlay.Policy("screening").Ingress[0].FromProperty.Remove(overlay.Policy("screening").Ingress[0].FromProperty.Single(peer => Is(peer, "voting"))), "voting → screening:8080: is called and not what is taken"),
        new("Policies_let_in_exactly_the_calls_that_are_made", "local", "the web reaches a database", overlay => overlay.Policy("postgres").Ingress[0].FromProperty.Add(Named("web")), "web → postgres:5432: is taken and is not called"),
        new("Only_what_must_reaches_outside_or_is_reached_from_there", "prod", "a service may call anywhere", overlay => overlay.Policy("voting").Egress.Add(new V1NetworkPolicyEgressRule { Ports = [new V1NetworkPolicyPort { Port = 443 }] }), "voting → outside:443: may leave and is not called"),
        new("Only_what_must_reaches_outside_or_is_reached_from_there", "prod", "a service is taken from every namespace", overlay => overlay.Policy("identity").Ingress[0].FromProperty.Add(new V1NetworkPolicyPeer { NamespaceSelector = new V1LabelSelector() }), "outside → identity:8080: is taken and is not called"),
        new("Every_policy_is_of_pods_that_are_there", "prod", "a policy is of nobody", overlay => overlay.Policy("web").PodSelector.MatchLabels["app.kubernetes.io/name"] = "frontend", "NetworkPolicy/web: names pods that are not there"),
        new("Every_policy_is_of_pods_that_are_there", "prod", "a policy lets in somebody who is not there", overlay => overlay.Policy("web").Ingress[0].FromProperty.Add(Named("portal")), "NetworkPolicy/web: names pods that are not there"),
    ];

    private static V1NetworkPolicyPeer Named(string app) => new() { PodSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = app } } };

    private static bool Is(V1NetworkPolicyPeer peer, string app) => peer.PodSelector?.MatchLabels["app.kubernetes.io/name"] == app;
}
