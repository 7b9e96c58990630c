using Medborgarbudget.Deployment.Tests.Manifests.Rules;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>Each rule is broken once in a rendering that is whole otherwise, and says exactly what is wrong.</summary>
public sealed class PlantedFaultTests
{
    public static TheoryData<string> Names => [.. PlantedFaults.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_reported(string name)
    {
        var fault = PlantedFaults.All.Single(one => one.Name == name);
        var rule = Rule.All.Single(one => one.Name == fault.Rule);
        var rendering = await Rendering.OfAsync(fault.Overlay);
        rule.Faults(rendering).ShouldBeEmpty();

        fault.Plant(rendering);

        rule.Faults(rendering).ShouldBe(fault.Reports, ignoreOrder: true);
    }

    [Fact]
    public void Every_rule_has_been_seen_to_fail() =>
        Rule.All.Select(rule => rule.Name).Except(PlantedFaults.All.Select(fault => fault.Rule)).ShouldBeEmpty();

    [Fact]
    public void Every_fault_and_every_rule_has_a_name_of_its_own()
    {
        PlantedFaults.All.Select(fault => fault.Name).ShouldBeUnique();
        Rule.All.Select(rule => rule.Name).ShouldBeUnique();
    }
}

/// <summary>A fault that somebody could make.</summary>
internal sealed record PlantedFault(string Rule, string Overlay, string Name, Action<Rendering> Plant, params IReadOnlyList<string> Reports);
