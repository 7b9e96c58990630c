namespace Medborgarbudget.System.Tests.Cli;

public sealed class CommandLineTests
{
    // Nothing listens on port 1 of the loopback address.
    private const string NoGateway = "http://127.0.0.1:1";

    [Fact]
    public async Task Help_names_every_command()
    {
        var run = await CommandRun.OfAsync("--help");

        run.ExitCode.ShouldBe(0);
        foreach (var command in (string[])["rehearse", "recount", "download", "verify", "witness"])
        {
            run.Output.ShouldContain(command);
        }
    }

    [Fact]
    public async Task Help_of_rehearse_names_its_options()
    {
        var run = await CommandRun.OfAsync("rehearse", "--help");

        run.ExitCode.ShouldBe(0);
        foreach (var option in (string[])["--election", "--gateway", "--concurrency", "--json", "--wait", "--state", "--resume", "--shape", "--voters", "--duration", "--page"])
        {
            run.Output.ShouldContain(option);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("vote")]
    [InlineData("rehearse")]
    [InlineData("rehearse", "--election", "x.pb")]
    [InlineData("rehearse", "--election", "x.pb", "--gateway", "not an address")]
    [InlineData("rehearse", "--election", "x.pb", "--gateway", "ftp://localhost")]
    [InlineData("rehearse", "--election", "x.pb", "--gateway", NoGateway, "--concurrency", "0")]
    [InlineData("rehearse", "--election", "x.pb", "--gateway", NoGateway, "--concurrency", "many")]
    [InlineData("rehearse", "--election", "x.pb", "--gateway", NoGateway, "--voters", "5")]
    [InlineData("rehearse", "--voters", "0", "--gateway", NoGateway)]
    [InlineData("rehearse", "--voters", "5", "--gateway", NoGateway, "--shape", "sawtooth")]
    [InlineData("rehearse", "--voters", "5", "--gateway", NoGateway, "--shape", "flat", "--duration", "soon")]
    [InlineData("rehearse", "--voters", "5", "--gateway", NoGateway, "--shape", "flat", "--duration", "25h")]
    [InlineData("rehearse", "--voters", "5", "--gateway", NoGateway, "--duration", "10s")]
    [InlineData("rehearse", "--resume", "x.txt", "--shape", "flat")]
    [InlineData("recount")]
    [InlineData("recount", "x.pb", "--rule", "loudest")]
    public async Task A_command_line_that_cannot_be_used_gets_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldStartWith("mb: ");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_no_election_is_named_with_the_line()
    {
        using var file = SampleElection.OfText("<html>\n");

        var run = await RehearseAsync(file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain($"{file.Path}: line 1");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await RehearseAsync("no-such-file.pb");

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("no-such-file.pb cannot be read");
    }

    [Theory]
    [InlineData("cumulative", "vote type not supported yet")]
    [InlineData("ordinal", "vote type not supported yet")]
    [InlineData("scoring", "vote type not supported yet")]
    [InlineData("shouting", "No vote type is called 'shouting'")]
    public async Task A_vote_type_that_cannot_be_held_is_refused(string voteType, string reason)
    {
        using var file = SampleElection.OfText(
            $"META\nkey;value\nbudget;100\nvote_type;{voteType}\nmax_sum_points;1\nPROJECTS\nproject_id;cost\np1;10\nVOTES\nvoter_id;vote;points\n1;p1;1\n");

        var run = await RehearseAsync(file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain(reason);
    }

    [Theory]
    [InlineData("0", "10")]
    [InlineData("20000000000", "10")]
    [InlineData("100.001", "10")]
    [InlineData("100", "101")]
    public async Task Amounts_that_no_sub_budget_can_have_are_refused(string budget, string cost)
    {
        using var file = SampleElection.Of("approval", budget, [cost], "p1");

        var run = await RehearseAsync(file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain(file.Path);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_told_at_once()
    {
        using var file = SampleElection.Of("approval", "100", ["10"], "p1");

        var run = await RehearseAsync(file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain($"{NoGateway}/ does not answer as a gateway");
    }

    [Fact]
    public async Task A_file_that_is_no_state_is_not_resumed()
    {
        using var file = SampleElection.OfText("META\n");

        var run = await CommandRun.OfAsync("rehearse", "--resume", file.Path);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("is not the state of a rehearsal");
    }

    [Fact]
    public async Task Cancelling_ends_with_130()
    {
        using var file = SampleElection.Of("approval", "100", ["10"], "p1");
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await Medborgarbudget.Cli.Mb.RunAsync(
            ["rehearse", "--election", file.Path, "--gateway", NoGateway], output, error, new CancellationToken(canceled: true));

        exitCode.ShouldBe(130);
    }

    private static Task<CommandRun> RehearseAsync(string election) =>
        CommandRun.OfAsync("rehearse", "--election", election, "--gateway", NoGateway);
}
