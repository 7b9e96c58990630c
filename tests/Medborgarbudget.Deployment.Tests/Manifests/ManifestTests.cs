using Medborgarbudget.Deployment.Tests.Manifests.Rules;

namespace Medborgarbudget.Deployment.Tests.Manifests;

/// <summary>Every rule holds for every overlay. That each rule can fail is shown by <see cref="PlantedFaultTests"/>.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string, string> RulesAndOverlays =>
        [.. Rule.All.SelectMany(rule => Rendering.Overlays.Select(overlay => (overlay, rule.Name)))];

    [Theory]
    [MemberData(nameof(RulesAndOverlays))]
    public async Task An_overlay_keeps_every_rule(string overlay, string rule)
    {
        var rendering = await Rendering.OfAsync(overlay);

        Rule.All.Single(one => one.Name == rule).Faults(rendering).ShouldBeEmpty();
    }

    [Fact]
    public void The_overlays_are_those_that_the_design_has() => Rendering.Overlays.ShouldBe(["local", "prod", "test"]);

    [Fact]
    public void The_solution_has_the_ten_programs_that_the_images_are_of() =>
        Code.Solution.Current.Programs.Select(program => program.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["budget", "decision", "followup", "gateway", "identity", "network", "proposal", "screening", "voting", "web"]);

    [Fact]
    public void The_calls_that_the_code_makes_are_found()
    {
        var solution = Code.Solution.Current;

        solution.The("budget").Calls.ShouldBe(["decision", "followup", "identity", "proposal", "screening", "voting"]);
        solution.The("voting").Calls.ShouldBe(["identity", "screening"]);
        solution.The("identity").Calls.ShouldBeEmpty();
        solution.The("network").Calls.ShouldBe(["identity"]);
        solution.The("web").Calls.ShouldBe(["gateway"]);
        solution.The("gateway").Calls.ShouldBe(["budget", "decision", "followup", "identity", "network", "proposal", "screening", "voting", "web"]);
    }
}
