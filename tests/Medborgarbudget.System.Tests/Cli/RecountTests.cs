using System.Text.Json;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class RecountTests
{
    [Theory]
    [InlineData("--rule greedy", "p1,p3")]
    [InlineData("--rule greedy --no-skip", "p1")]
    [InlineData("--rule greedy --threshold 2", "p1")]
    [InlineData("--rule greedy --order votes-per-cost", "p1,p3")]
    [InlineData("--rule greedy --exclusive p1,p3", "p1")]
    [InlineData("--rule equal-shares", "p3")]
    [InlineData("--rule equal-shares --start exact --completion utilitarian", "p1,p3")]
    [InlineData("--rule equal-shares --completion add1 --start integral --increment 5", "p1,p3")]
    [InlineData("--rule equal-shares --completion utilitarian --exclusive p1,p3", "p2,p3")]
    [InlineData("--rule equal-shares --completion add1 --exclusive p2,p3 --exclusive p1,p2", "p1,p3")]
    [InlineData("--rule phragmen", "p1,p3")]
    [InlineData("--rule phragmen --skip --threshold 2", "p1")]
    [InlineData("--rule max-welfare", "p1,p3")]
    [InlineData("--rule max-welfare --utility cost", "p1,p3")]
    [InlineData("--rule cstv --transfer minimal --selection support", "p1,p3")]
    [InlineData("--rule majority-judgement", "p1,p3")]
    public async Task Each_rule_gives_its_own_outcome(string rule, string selected)
    {
        using var file = Sample();

        var run = await CommandRun.OfAsync(["recount", file.Path, .. rule.Split(' '), "--json"]);

        run.ExitCode.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        string.Join(',', Selected(document)).ShouldBe(selected);
    }

    [Fact]
    public async Task Json_is_the_result_document()
    {
        using var file = SampleElection.Of("approval", "100", ["80", "90"], "p2", "p2", "p1");

        var run = await CommandRun.OfAsync("recount", file.Path, "--json");

        using var document = JsonDocument.Parse(run.Output);
        Selected(document).ShouldBe(["p2"]);
        document.RootElement.GetProperty("totalCost").GetInt32().ShouldBe(90);
        document.RootElement.EnumerateObject().First().Name.ShouldBe("format");
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--rule phragmen --order votes", "--order means nothing to --rule phragmen")]
    [InlineData("--rule greedy --completion add1", "--completion means nothing to --rule greedy")]
    [InlineData("--rule equal-shares --threshold 5", "--threshold means nothing")]
    [InlineData("--rule equal-shares --exhaustive-stop", "--completion add1")]
    [InlineData("--rule equal-shares --completion add1 --increment 0", "above zero")]
    [InlineData("--rule max-welfare --no-skip", "--no-skip means nothing")]
    [InlineData("--rule phragmen --skip --no-skip", "exclude each other")]
    [InlineData("--rule greedy --threshold few", "--threshold is a number")]
    [InlineData("--rule greedy --order loudness", "loudness")]
    [InlineData("--threshold 5", "--threshold needs --rule")]
    [InlineData("--rule greedy --rule cstv", "--compare")]
    [InlineData("--rule greedy --explain p1 --json", "--explain")]
    [InlineData("--rule-json {\"name\":\"greedy\",\"loudness\":1}", "--rule-json is not a rule")]
    [InlineData("--rule-json {\"name\":", "--rule-json is not JSON")]
    [InlineData("--rule-json no-such-rule.json", "no-such-rule.json cannot be read")]
    [InlineData("--rule-json @no-such-rule.json", "no-such-rule.json cannot be read")]
    [InlineData("--rule-json {} --threshold 5", "--rule-json holds every option itself")]
    [InlineData("--rule-json {} --rule greedy", "--compare")]
    [InlineData("--lot-seed=", "--lot-seed")]
    [InlineData("--rule greedy --explain p9", "no project has the id 'p9'")]
    [InlineData("--rule greedy --exclusive p9", "No project 'p9'")]
    public async Task An_option_without_a_meaning_gets_one_line_and_exit_code_2(string options, string reason)
    {
        using var file = Sample();

        var run = await CommandRun.OfAsync(["recount", file.Path, .. options.Split(' ')]);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain(reason);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_that_the_file_does_not_name_must_be_named()
    {
        using var file = SampleElection.WithRule("unknown", "approval", "100", ["80"], "p1");

        var run = await CommandRun.OfAsync("recount", file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("--rule");
    }

    [Fact]
    public async Task Lots_are_drawn_from_a_public_seed()
    {
        using var file = SampleElection.Of("approval", "10", ["10", "10", "10"], "p1,p2,p3");

        var run = await CommandRun.OfAsync("recount", file.Path, "--lot-seed", "öppen dag", "--json");

        using var document = JsonDocument.Parse(run.Output);
        var lots = document.RootElement.GetProperty("lotDraw");
        lots.GetProperty("seed").GetString().ShouldBe("öppen dag");
        Selected(document).ShouldBe([lots.GetProperty("log")[0].GetProperty("id").GetString()]);
    }

    [Fact]
    public async Task A_file_that_holds_its_rule_in_full_is_counted_by_it()
    {
        using var file = SampleElection.OfText(
            "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy-custom\nrule_json;\"{\"\"name\"\":\"\"phragmen\"\",\"\"skipsWhatDoesNotFit\"\":true,"
            + "\"\"threshold\"\":null,\"\"exclusiveGroups\"\":[]}\"\nPROJECTS\nproject_id;cost\np1;90\np2;10\nVOTES\nvoter_id;vote\n1;p1\n2;p1\n3;p2\n");

        var run = await CommandRun.OfAsync("recount", file.Path, "--json");

        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("rule").GetProperty("name").GetString().ShouldBe("phragmen");
    }

    [Fact]
    public async Task Several_files_give_one_line_each_and_one_that_cannot_be_read_stops_nothing()
    {
        using var first = Sample();
        using var broken = SampleElection.OfText("<html>\n");
        using var last = SampleElection.WithRule("greedy-no-skip", "approval", "100", ["80", "90"], "p2", "p2", "p1");

        var run = await CommandRun.OfAsync("recount", first.Path, broken.Path, "no-such-file.pb", last.Path, "--json");

        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').Select(line => line.Trim()).ShouldBe(
            [$"mb: {broken.Path}: line 1, column 1: This is not a .pb file: its first line is not META.", run.Error.Trim().Split('\n')[1].Trim()]);
        run.Error.ShouldContain("no-such-file.pb cannot be read");
        var lines = run.Output.Trim().Split('\n');
        lines.Length.ShouldBe(2);
        using var document = JsonDocument.Parse(lines[1]);
        document.RootElement.GetProperty("file").GetString().ShouldBe(Path.GetFileName(last.Path));
        document.RootElement.GetProperty("rule").GetProperty("stopsAtFirstMisfit").GetBoolean().ShouldBeTrue();
        Selected(document).ShouldBe(["p2"]);
    }

    [Fact]
    public async Task A_folder_is_all_its_elections_by_name()
    {
        var run = await CommandRun.OfAsync("recount", Path.Combine(AppContext.BaseDirectory, "elections"), "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Trim().Split('\n').Select(line => line.Split('"')[3]).ShouldBe(
            ["lindkullen_2024_byalaget.pb", "lindkullen_2025.pb", "lindkullen_2025_unga.pb"]);
    }

    [Fact]
    public async Task A_folder_without_elections_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("mb-");

        var run = await CommandRun.OfAsync("recount", folder.FullName);

        folder.Delete();
        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("holds no .pb file");
    }

    [Fact]
    public async Task People_get_a_table_with_bars()
    {
        using var file = SampleElection.Of("approval", "1000.5", ["800", "900", "10.25"], "p1,p2", "p1", "p3");

        var run = await CommandRun.OfAsync("recount", file.Path);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("3 ballots, budget 1 000.5");
        run.Output.ShouldContain("│ 1 │ p1      │ Projekt 1 │   800 │     2 │ ████████████████████ │ elected");
        run.Output.ShouldContain("│   │ p2      │ Projekt 2 │   900 │     1 │ ░░░░░░░░░░           │ cost more than was left");
        run.Output.ShouldContain("selected: p1, p3");
        run.Output.ShouldContain("cost: 810.25 of 1 000.5");
        run.Output.ShouldContain("voters with a winner: 3 of 3");
    }

    [Fact]
    public async Task Texts_of_a_file_cannot_command_the_terminal()
    {
        using var file = SampleElection.OfText(
            "META\nkey;value\nbudget;10\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;name\np\u001b[2J;5;\u001b[31mred\nVOTES\nvoter_id;vote\n");

        (await CommandRun.OfAsync("recount", file.Path)).Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_comparison_shows_the_rules_side_by_side_and_who_gains_or_loses()
    {
        using var file = Sample();

        var run = await CommandRun.OfAsync("recount", file.Path, "--compare", "--rule", "greedy", "--rule", "phragmen", "--no-skip");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("A: greedy, order votes, stopsAtFirstMisfit");
        run.Output.ShouldContain("│ p1      │ Projekt 1 │   80 │     3 │ █ │ █ │");
        run.Output.ShouldContain("│ p3      │ Projekt 3 │   10 │     1 │ · │ █ │");
        run.Output.ShouldContain("│ B phragmen │       2 │   90 │        90.0 % │              100.0 % │            1.00 │ 25.0 % │ 0.0 % │");
    }

    [Theory]
    [InlineData("approval", 6)]
    [InlineData("ordinal", 9)]
    public async Task A_comparison_without_rules_takes_the_usual_ones(string voteType, int rules)
    {
        using var file = SampleElection.Of(voteType, "100", ["80", "90", "10"], "p1,p2", "p1,p2", "p1", "p3");

        var run = await CommandRun.OfAsync("recount", file.Path, "--compare", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var first = document.RootElement.GetProperty("rules")[0];
        document.RootElement.GetProperty("rules").GetArrayLength().ShouldBe(rules);
        first.GetProperty("rule").GetProperty("name").GetString().ShouldBe("greedy");
        first.GetProperty("selected").EnumerateArray().Select(id => id.GetString()).ShouldBe(["p1", "p3"]);
        first.GetProperty("votersWithWinner").GetInt32().ShouldBe(4);
    }

    [Theory]
    [InlineData("p1", "p1 Projekt 1: elected.")]
    [InlineData("p2", "Projekt 2 (p2) did not fit:")]
    [InlineData("p2", "would have been enough")]
    public async Task A_project_is_explained(string project, string expected)
    {
        using var file = Sample();

        var run = await CommandRun.OfAsync("recount", file.Path, "--explain", project);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain(expected);
        run.Output.ShouldContain("of 4 ballots name it.");
    }

    [Fact]
    public async Task Help_names_every_option_with_its_default()
    {
        var run = await CommandRun.OfAsync("recount", "--help");

        run.ExitCode.ShouldBe(0);
        foreach (var option in (string[])
        [
            "--rule", "--rule-json", "--order", "--utility", "--start", "--increment", "--exhaustive-stop", "--completion", "--threshold", "--no-skip", "--json",
            "--compare", "--explain", "(default votes)", "(default none)", "Exit code 0",
        ])
        {
            run.Output.ShouldContain(option);
        }
    }

    /// <summary>p1 and p2 are dear and share their supporters, p3 is cheap and has one of its own.</summary>
    private static SampleElection Sample() => SampleElection.Of("approval", "100", ["80", "90", "10"], "p1,p2", "p1,p2", "p1", "p3");

    private static IEnumerable<string?> Selected(JsonDocument document) =>
        document.RootElement.GetProperty("selected").EnumerateArray().Select(id => id.GetString());
}
