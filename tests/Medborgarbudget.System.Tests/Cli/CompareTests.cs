using Medborgarbudget.Cli.Rehearse;
using Medborgarbudget.Cli.Rehearse.Casting;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.System.Tests.Cli;

public sealed class CompareTests
{
    private static readonly string[] Ids = ["id-1", "id-2"];

    [Fact]
    public async Task Equal_multisets_are_in_order()
    {
        var comparison = await CompareAsync([[0], [0, 1], []], [CastOutcome.Acknowledged, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        (comparison.Counted, comparison.Lost, comparison.Doubled).ShouldBe((3, 0, 0));
        comparison.OutcomeAgrees.ShouldBeTrue();
    }

    [Fact]
    public async Task An_acknowledged_ballot_that_is_not_counted_is_lost()
    {
        var comparison = await CompareAsync([[0], []], [CastOutcome.Acknowledged, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        (comparison.Lost, comparison.Doubled).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_ballot_counted_with_other_marks_is_lost_and_doubled()
    {
        var comparison = await CompareAsync([[0], [1], []], [CastOutcome.Acknowledged, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        (comparison.Lost, comparison.Doubled).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_refused_ballot_that_is_counted_is_doubled()
    {
        var comparison = await CompareAsync([[0], [0, 1], []], [CastOutcome.Refused, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        (comparison.Lost, comparison.Doubled).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ballot_of_unknown_outcome_may_be_counted_or_not(bool isCounted)
    {
        int[][] counted = isCounted ? [[0], [0, 1], []] : [[0, 1], []];

        var comparison = await CompareAsync(counted, [CastOutcome.Unknown, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        (comparison.Lost, comparison.Doubled).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_second_version_of_a_ballot_cast_once_is_doubled()
    {
        var comparison = await CompareAsync([[0], [0, 1], []], [CastOutcome.AcknowledgedAgain, CastOutcome.Acknowledged, CastOutcome.Acknowledged]);

        comparison.Doubled.ShouldBe(1);
    }

    [Fact]
    public async Task Another_outcome_than_the_files_does_not_agree()
    {
        var comparison = await CompareAsync(
            [[0], [0, 1], []], [CastOutcome.Acknowledged, CastOutcome.Acknowledged, CastOutcome.Acknowledged], selected: "id-2");

        comparison.SelectedIds.ShouldBe(["p2"]);
        comparison.OutcomeAgrees.ShouldBeFalse();
    }

    /// <summary>The file's ballots are p1, p1+p2 and a blank one, of which p1 wins.</summary>
    private static async Task<Comparison> CompareAsync(int[][] counted, CastOutcome[] outcomes, string selected = "id-1")
    {
        using var file = SampleElection.Of("approval", "100", ["60", "60"], "p1", "p1,p2", "");
        var election = await ReadElection.FromAsync(new FileInfo(file.Path), byDeclaredRule: false, TestContext.Current.CancellationToken);
        var state = new RehearsalState("", file.Path, "", "", "", 0, Ids);
        var cast = new CastReport(outcomes, 0, TimeSpan.Zero, new LatencyHistogram(), null);
        var result = new Result { Ballots = counted.Length, ManifestHash = "hash" };
        foreach (var id in Ids)
        {
            var outcome = id == selected ? ItemOutcome.Selected : ItemOutcome.DidNotFit;
            result.Items.Add(new ItemResult { Item = new BallotItem { ProposalId = id }, Outcome = outcome });
        }

        return new Compare(election, state, cast).With(result, ListOf(counted));
    }

    /// <summary>A counted list as Voting writes it.</summary>
    private static PbFile ListOf(int[][] counted)
    {
        var builder = new ElectionBuilder(VoteType.Approval, 10_000);
        for (var project = 0; project < Ids.Length; project++)
        {
            builder.AddProject($"{project + 1}", "", 6_000, KeyValuePair.Create("public_id", Ids[project]));
        }

        foreach (var ballot in counted)
        {
            builder.AddBallot(ballot);
        }

        using var text = new MemoryStream();
        PbWriter.Write(builder.Build(), text);
        PbReader.TryRead(text.ToArray(), out var list, out var fault).ShouldBeTrue(fault?.ToString());
        return list!;
    }
}
