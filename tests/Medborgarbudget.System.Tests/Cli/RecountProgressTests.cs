using System.Diagnostics;
using Medborgarbudget.Cli;
using Medborgarbudget.Cli.Recount;
using Medborgarbudget.Tally;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>How far a recount has come, and breaking it off.</summary>
public sealed class RecountProgressTests
{
    [Fact]
    public void Reading_counting_and_explaining_make_up_the_whole()
    {
        using var file = SampleElection.Of("approval", "100", ["80"], "p1");
        var files = new ElectionFiles([file.Path]);
        var progress = new RecountProgress(files, isExplained: true);
        files.Read(file.Path, TestContext.Current.CancellationToken);
        progress.Done.ShouldBe(files.Bytes);

        progress.BeginFile(file.Path);
        progress.BeginRule(0, 2);
        progress.Report(new CountProgress(1, 50, 100));
        progress.Done.ShouldBe(files.Bytes + (files.Bytes / 4));
        progress.BeginRule(1, 2);
        progress.Report(new CountProgress(1, 0, 0));
        progress.Done.ShouldBe(2 * files.Bytes);
        progress.Report(new ExplanationProgress(1, 1));
        progress.Done.ShouldBe(progress.Most);
    }

    [Fact]
    public void It_only_rises_and_ends_with_the_file()
    {
        using var file = SampleElection.Of("approval", "100", ["80"], "p1");
        var files = new ElectionFiles([file.Path]);
        var progress = new RecountProgress(files, isExplained: false);
        progress.BeginFile(file.Path);
        progress.Report(new CountProgress(1, 50, 100));
        progress.Report(new CountProgress(2, 20, 100));
        progress.Done.ShouldBe(files.Bytes / 2);
        progress.EndFile();
        progress.Done.ShouldBe(files.Bytes);
    }

    /// <summary>The endowment rises by a millionth of a krona at a time, which would take many minutes.</summary>
    [Fact]
    public async Task A_long_count_is_broken_off_at_once_with_130()
    {
        using var file = SampleElection.Of("approval", "100", ["80", "90", "10"], "p1,p2", "p1,p2", "p1", "p3");
        string[] arguments = ["recount", file.Path, "--rule", "equal-shares", "--completion", "add1", "--increment", "0.000001"];
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Task.Run(() => Mb.RunAsync(arguments, output, error, interrupt.Token), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        running.IsCompleted.ShouldBeFalse();
        var started = Stopwatch.GetTimestamp();
        await interrupt.CancelAsync();
        (await running).ShouldBe(130);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        error.ToString().Trim().ShouldBe("mb: cancelled.");
        output.ToString().ShouldBeEmpty();
    }
}
