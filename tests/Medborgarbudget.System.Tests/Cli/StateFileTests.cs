using Medborgarbudget.Cli.Rehearse;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class StateFileTests
{
    private static readonly RehearsalState State = new("http://localhost:5080/", "x.pb", "ab", "sub-budget", "run", 1.5, ["id-1"]);

    [Fact]
    public async Task What_was_noted_is_read_again()
    {
        using var place = SampleElection.OfText("");
        await using (var file = await StateFile.CreateAsync(new FileInfo(place.Path), State, ["C1", "C2", "C3"], TestContext.Current.CancellationToken))
        {
            file.NoteAcknowledged(2);
        }

        await using var again = await StateFile.ResumeAsync(new FileInfo(place.Path), TestContext.Current.CancellationToken);

        again.Codes.ShouldBe(["C1", "C2", "C3"]);
        again.IsAcknowledged.ShouldBe([false, false, true]);
        again.State.KeyOf(2).ShouldBe(State.KeyOf(2));
        again.State.ProposalIds.ShouldBe(State.ProposalIds);
    }

    [Fact]
    public async Task A_line_cut_short_by_a_kill_says_nothing()
    {
        using var place = SampleElection.OfText("");
        await using (await StateFile.CreateAsync(new FileInfo(place.Path), State, [.. Enumerable.Repeat("C", 20)], TestContext.Current.CancellationToken))
        {
        }

        await File.AppendAllTextAsync(place.Path, "A 3\nA 1", TestContext.Current.CancellationToken);
        await using var again = await StateFile.ResumeAsync(new FileInfo(place.Path), TestContext.Current.CancellationToken);

        again.IsAcknowledged.Index().Where(pair => pair.Item).Select(pair => pair.Index).ShouldBe([3]);
    }
}
