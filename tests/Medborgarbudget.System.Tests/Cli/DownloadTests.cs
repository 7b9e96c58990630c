using Medborgarbudget.System.Tests.Cli.Published;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>Fetching what is published.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mb-download-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task P4_A_counted_vote_is_fetched_whole_and_verifies()
    {
        using var vote = PublishedVote.Counted();
        await using var publisher = await TinyPublisher.StartAsync(vote);

        (await DownloadAsync(publisher)).ExitCode.ShouldBe(0);

        foreach (var (name, content) in vote.Files.Where(file => !file.Key.StartsWith("sealed/", StringComparison.Ordinal)))
        {
            (await File.ReadAllBytesAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken)).ShouldBe(content, name);
        }

        Directory.Exists(Path.Combine(folder, "sealed")).ShouldBeFalse();
        var run = await CommandRun.OfAsync("verify", folder);
        run.Output.ShouldContain("Everything that was checked is in order.");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Auditors_get_the_sealed_ballots_too()
    {
        using var vote = PublishedVote.Counted();
        await using var publisher = await TinyPublisher.StartAsync(vote);

        (await DownloadAsync(publisher, "--sealed", "--token", "auditor")).ExitCode.ShouldBe(0);

        var run = await CommandRun.OfAsync("verify", folder);
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("672 ballots of 560 voters");
    }

    [Fact]
    public async Task Others_do_not()
    {
        using var vote = PublishedVote.Counted();
        await using var publisher = await TinyPublisher.StartAsync(vote);

        var run = await DownloadAsync(publisher, "--sealed", "--token", "nobody");

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("for auditors");
        (await DownloadAsync(publisher, "--sealed")).OnlyLine().ShouldContain("--sealed and --token go together");
    }

    [Fact]
    public async Task An_open_vote_is_fetched_as_far_as_it_has_come_and_later_only_what_is_new()
    {
        using var vote = PublishedVote.Open(voters: 300);
        await using var publisher = await TinyPublisher.StartAsync(vote);
        var first = await DownloadAsync(publisher);
        first.Output.ShouldContain("301 leaves; not published yet: closing.json");
        (await CommandRun.OfAsync("verify", folder)).Output.ShouldContain("301 leaves, 300 numbers of ballots, open");

        vote.Cast(300, 260);
        vote.Publish();
        publisher.Fetched.Clear();
        (await DownloadAsync(publisher)).Output.ShouldContain("561 leaves");

        publisher.Fetched.Where(name => name.StartsWith("tiles/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["tiles/0/1", "tiles/0/2", "tiles/1/0"]);
        (await CommandRun.OfAsync("verify", folder)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_tile_that_has_grown_since_the_head_is_cut()
    {
        using var vote = PublishedVote.Open(voters: 100);
        await using var publisher = await TinyPublisher.StartAsync(vote);
        var heads = vote.Files["heads.jsonl"];
        vote.Cast(100, 20);
        vote.Publish();
        vote.Files["heads.jsonl"] = heads;

        await DownloadAsync(publisher);

        new FileInfo(Path.Combine(folder, "tiles/0/0")).Length.ShouldBe(101 * 32);
        (await CommandRun.OfAsync("verify", folder)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("download", "http://127.0.0.1:1", "--to", "x")]
    [InlineData("download", "http://127.0.0.1:1", "--to", "x", "--sub-budget", "no-id")]
    [InlineData("download", "ftp://127.0.0.1", "--to", "x", "--sub-budget", "11111111-1111-4111-8111-111111111111")]
    [InlineData("verify", "no-such-folder")]
    [InlineData("verify", ".")]
    [InlineData("verify", ".", "--issued", "x")]
    [InlineData("verify", ".", "--receipt", "no-such-file")]
    [InlineData("witness", "http://127.0.0.1:1", "--sub-budget", "11111111-1111-4111-8111-111111111111", "--key", "k")]
    [InlineData("witness", "http://127.0.0.1:1", "--sub-budget", "11111111-1111-4111-8111-111111111111", "--key", "k", "--state", "s", "--every", "0")]
    public async Task A_command_line_that_cannot_be_used_gets_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldStartWith("mb: ");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_a_verification_ends_with_130()
    {
        using var vote = PublishedVote.Open(voters: 10);
        vote.WriteTo(folder);
        using var output = new StringWriter();
        using var error = new StringWriter();

        (await Medborgarbudget.Cli.Mb.RunAsync(["verify", folder], output, error, new CancellationToken(canceled: true))).ShouldBe(130);
    }

    private Task<CommandRun> DownloadAsync(TinyPublisher publisher, params string[] options) =>
        CommandRun.OfAsync(["download", publisher.Address, "--sub-budget", PublishedVote.SubBudget.ToString(), "--to", folder, .. options]);
}
