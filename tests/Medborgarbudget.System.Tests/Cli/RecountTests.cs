using System.Text.Json;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class RecountTests
{
    [Theory]
    [InlineData("greedy", "p1, p3")]
    [InlineData("greedy-no-skip", "p1")]
    [InlineData("greedy-per-cost", "p3, p1")]
    public async Task Each_rule_gives_its_own_outcome(string rule, string selected)
    {
        using var file = SampleElection.Of("approval", "100", ["80", "90", "10"], "p1,p2", "p1,p2", "p1", "p3");

        var run = await CommandRun.OfAsync("recount", file.Path, "--rule", rule);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain($"selected: {selected}\n");
    }

    [Fact]
    public async Task Json_is_the_result_document()
    {
        using var file = SampleElection.Of("approval", "100", ["80", "90"], "p2", "p2", "p1");

        var run = await CommandRun.OfAsync("recount", file.Path, "--json");

        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("selected").EnumerateArray().Select(id => id.GetString()).ShouldBe(["p2"]);
    }

    [Fact]
    public async Task A_rule_that_the_file_does_not_name_must_be_named()
    {
        using var file = SampleElection.WithRule("unknown", "approval", "100", ["80"], "p1");

        var run = await CommandRun.OfAsync("recount", file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("--rule");
    }
}
