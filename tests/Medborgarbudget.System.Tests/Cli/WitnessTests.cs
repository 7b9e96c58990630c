using Medborgarbudget.System.Tests.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>V4: a log that shows different people different things is found by the witness.</summary>
public sealed class WitnessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mb-witness-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string KeyFile => Path.Combine(folder, "key.pem");

    private string State => Path.Combine(folder, "state");

    [Fact]
    public async Task V4_A_log_that_grows_is_signed_again_and_again()
    {
        using var vote = PublishedVote.Open(voters: 300);
        await using var publisher = await StartAsync(vote);

        (await WitnessAsync(publisher)).Output.ShouldContain("signed the head of 301 leaves");
        vote.Cast(300, 250);
        vote.Publish();
        (await WitnessAsync(publisher)).Output.ShouldContain("signed the head of 551 leaves");

        publisher.Cosignatures.Select(body => body.GetProperty("size").GetInt64()).ShouldBe([301, 551]);
        var body = publisher.Cosignatures[1];
        body.GetProperty("witness").GetString().ShouldBe(PublishedVote.WitnessName);
        var signed = new Cosignature(
            PublishedVote.WitnessName, body.GetProperty("time").GetDateTimeOffset(), [.. body.GetProperty("signature").GetBytesFromBase64()]);
        signed.Verify(vote.WitnessKey, vote.Heads[^1].Head).ShouldBeTrue();
    }

    [Fact]
    public async Task V4_A_fork_is_refused_and_both_heads_are_kept()
    {
        using var vote = PublishedVote.Open(voters: 300);
        await using var publisher = await StartAsync(vote);
        await WitnessAsync(publisher);
        using var forked = vote.ForkedAt(headsKept: 6, voters: 400);
        publisher.Vote = forked;

        var run = await WitnessAsync(publisher);

        run.ExitCode.ShouldBe(1);
        run.OnlyLine().ShouldContain("Refused: the log");
        publisher.Cosignatures.Count.ShouldBe(1);
        var evidence = await File.ReadAllLinesAsync(Directory.EnumerateFiles(Path.Combine(State, "evidence")).Single(), TestContext.Current.CancellationToken);
        HeadOf(evidence[0]).ShouldBe(vote.Heads[^1].Head);
        HeadOf(evidence[1]).Size.ShouldBe(forked.Heads[^1].Head.Size);
    }

    [Fact]
    public async Task V4_A_fork_behind_the_heads_that_were_shown_is_refused()
    {
        using var vote = PublishedVote.Open(voters: 300);
        await using var publisher = await StartAsync(vote);
        await WitnessAsync(publisher);
        using var forked = vote.ForkedAt(headsKept: 6, voters: 400);

        // The old heads are shown as before; only what follows is of another log.
        forked.Files["heads.jsonl"] = [.. vote.Files["heads.jsonl"], .. forked.Heads[^1].ToLine(), (byte)'\n'];
        publisher.Vote = forked;

        var run = await WitnessAsync(publisher);

        run.ExitCode.ShouldBe(1);
        run.OnlyLine().ShouldContain("its tiles do not lead from the head that was signed to the newest");
    }

    [Fact]
    public async Task V4_A_log_that_shrank_is_refused()
    {
        using var vote = PublishedVote.Open(voters: 300);
        await using var publisher = await StartAsync(vote);
        await WitnessAsync(publisher);
        vote.Files["heads.jsonl"] = [.. vote.Heads.Take(5).SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])];

        var run = await WitnessAsync(publisher);

        run.ExitCode.ShouldBe(1);
        run.OnlyLine().ShouldContain("Refused: the log shrank");
    }

    [Fact]
    public async Task V4_Another_manifest_is_refused()
    {
        using var vote = PublishedVote.Open(voters: 30);
        await using var publisher = await StartAsync(vote);
        await WitnessAsync(publisher);
        using var other = PublishedVote.Open(voters: 40);
        publisher.Vote = other;

        var run = await WitnessAsync(publisher);

        run.ExitCode.ShouldBe(1);
        run.OnlyLine().ShouldContain("the manifest is not the one");
    }

    [Fact]
    public async Task V4_A_log_whose_tiles_are_not_those_of_its_first_head_is_not_signed()
    {
        using var vote = PublishedVote.Open(voters: 30);
        await using var publisher = await StartAsync(vote);
        vote.Files["tiles/0/0"][5] ^= 1;

        (await WitnessAsync(publisher)).OnlyLine().ShouldContain("does not begin with the manifest, or its tiles are not");
        publisher.Cosignatures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_head_that_is_signed_already_is_left_alone()
    {
        using var vote = PublishedVote.Open(voters: 30);
        await using var publisher = await StartAsync(vote);
        await WitnessAsync(publisher);
        var newest = vote.Heads[^1];
        vote.Files["heads.jsonl"] =
        [
            .. vote.Heads.SkipLast(1).SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n']),
            .. (newest with { Cosignatures = [Cosignature.Sign(vote.WitnessKey, PublishedVote.WitnessName, newest.Head, newest.Head.Time)] }).ToLine(),
            (byte)'\n',
        ];

        (await WitnessAsync(publisher)).Output.ShouldContain("nothing new");
        publisher.Cosignatures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_is_made_at_first_use_and_told_for_the_manifest()
    {
        using var vote = PublishedVote.Open(voters: 10);
        await using var publisher = await TinyPublisher.StartAsync(vote);

        var run = await WitnessAsync(publisher);

        run.ExitCode.ShouldBe(2);
        run.OnlyLine().ShouldContain("names no witness with this key: MFkw");
        File.Exists(KeyFile).ShouldBeTrue();
        (await WitnessAsync(publisher)).OnlyLine().ShouldBe(run.OnlyLine());
    }

    private static TreeHead HeadOf(string line)
    {
        SignedHead.ReadLine(global::System.Text.Encoding.UTF8.GetBytes(line), out var head).ShouldBeNull();
        return head.Head;
    }

    private async Task<TinyPublisher> StartAsync(PublishedVote vote)
    {
        await File.WriteAllTextAsync(KeyFile, vote.WitnessKey.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        return await TinyPublisher.StartAsync(vote);
    }

    private Task<CommandRun> WitnessAsync(TinyPublisher publisher) => CommandRun.OfAsync(
        "witness", publisher.Address, "--sub-budget", PublishedVote.SubBudget.ToString(), "--key", KeyFile, "--state", State, "--once");
}
