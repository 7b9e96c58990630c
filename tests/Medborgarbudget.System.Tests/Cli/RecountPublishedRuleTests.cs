using System.Text.Json;
using Medborgarbudget.Tally;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>Rules that are given as JSON.</summary>
public sealed class RecountPublishedRuleTests
{
    private const string Districts =
        "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;district\np1;40;north\np2;40;north\np3;40;south\np4;10;\n"
        + "VOTES\nvoter_id;vote\n1;p1,p2\n2;p1,p2,p3\n3;p4\n";

    [Fact]
    public async Task Pots_are_counted_each_by_its_rule()
    {
        using var file = SampleElection.OfText(Districts);
        var rule = new PotsRule
        {
            Pots =
            [
                new Pot("North", ["north"], ExactDecimal.Whole(50), false, new GreedyRule()),
                new Pot("South", ["south"], ExactDecimal.Whole(50), false, new GreedyRule { Threshold = ExactDecimal.Whole(2) }),
            ],
        };

        var run = await CommandRun.OfAsync("recount", file.Path, "--rule-json", RuleJson.ToText(rule), "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        Selected(run).ShouldBe(["p1"]);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("")]
    public async Task A_rule_is_read_from_a_file(string sign)
    {
        using var file = SampleElection.OfText(Districts);
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            path,
            RuleJson.ToText(new GreedyRule { SizeQuotas = [new SizeQuota(ExactDecimal.Whole(10), 1), new SizeQuota(ExactDecimal.Whole(50), 1)] }),
            TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("recount", file.Path, "--rule-json", sign + path, "--json");

        File.Delete(path);
        run.ExitCode.ShouldBe(0, run.Error);
        Selected(run).ShouldBe(["p1", "p4"]);
    }

    [Fact]
    public async Task A_comparison_takes_named_and_published_rules()
    {
        using var file = SampleElection.OfText(Districts);
        var rule = RuleJson.ToText(new GreedyRule { PlacePriority = new PlacePriority { Column = "district", Names = ["south"] } });

        var run = await CommandRun.OfAsync("recount", file.Path, "--compare", "--rule", "greedy", "--rule-json", rule, "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("rules").EnumerateArray()
            .Select(counted => counted.GetProperty("selected").EnumerateArray().Select(id => id.GetString()).Order().First())
            .ShouldBe(["p1", "p1"]);
        document.RootElement.GetProperty("rules")[1].GetProperty("rule").GetProperty("placePriority").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Pots_that_do_not_belong_to_the_file_get_one_line_and_exit_code_2()
    {
        using var file = SampleElection.OfText(Districts);
        var rule = new PotsRule { Pots = [new Pot("North", ["north"], ExactDecimal.Whole(101), false, new GreedyRule())] };

        var run = await CommandRun.OfAsync("recount", file.Path, "--rule-json", RuleJson.ToText(rule));

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("The pots together are more than the budget.");
    }

    private static IEnumerable<string?> Selected(CommandRun run)
    {
        using var document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.GetProperty("selected").EnumerateArray().Select(id => id.GetString())];
    }
}
