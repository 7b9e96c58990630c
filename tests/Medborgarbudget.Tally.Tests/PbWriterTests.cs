using CsCheck;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

public sealed class PbWriterTests
{
    [Fact]
    public void What_is_written_reads_back_as_the_same_election() =>
        ElectionGen.Any.Sample(made =>
        {
            var election = made.Build();
            var back = PbText.Read(PbRoundTrip.WriteBytes(election));
            ShouldBeSame(back.Election, election);
            back.Report.Findings.Select(finding => finding.Code).ShouldBeSubsetOf(
                [PbFindingCode.FreeProject, PbFindingCode.CostOverBudget, PbFindingCode.LengthOutOfLimits, PbFindingCode.CostOutOfLimits]);
        }, iter: 2000);

    [Fact]
    public void Every_real_election_survives_the_round_trip()
    {
        foreach (var real in PabulibData.Elections)
        {
            var back = PbText.Read(PbRoundTrip.WriteBytes(real.Election));
            ShouldBeSame(back.Election, real.Election);
            back.Report.Count(PbFindingCode.VotesMismatch).ShouldBe(0, real.Name);
            back.Report.Count(PbFindingCode.DuplicateVoter).ShouldBe(0, real.Name);
        }
    }

    [Fact]
    public void Hostile_names_and_metadata_are_quoted()
    {
        var builder = ElectionGen.Builder(VoteType.Approval, budget: 1050);
        builder.SetMeta("comment", "a;b \"c\"\nd");
        builder.AddProject("VOTES", "PROJECTS;\"x\"\nVOTES", 25);
        builder.AddBallot([0]);
        var back = PbText.Read(PbRoundTrip.WriteBytes(builder.Build())).Election;
        back.MetaValue("comment").ShouldBe("a;b \"c\"\nd");
        back.Projects[0].Name.ShouldBe("PROJECTS;\"x\"\nVOTES");
        (back.Budget, back.Projects[0].Cost, back.MoneyDecimals).ShouldBe((1050, 25, 2));
    }

    [Fact]
    public void Drawn_lots_are_published_with_the_projects()
    {
        var builder = ElectionGen.Builder(VoteType.Approval, budget: 100);
        builder.AddProject("a", "", 100);
        builder.AddProject("b", "", 100);
        builder.SetLotOrder([1, 0]);
        builder.AddBallot([0, 1]);
        var back = PbText.Read(PbRoundTrip.WriteBytes(builder.Build())).Election;
        back.LotOrder.ShouldBe([1, 0]);
        new GreedyRule().Count(back).SelectedIds.ShouldBe(["b"]);
    }

    [Fact]
    public void What_an_election_lacks_of_the_format_is_named()
    {
        var bare = new ElectionBuilder(VoteType.Approval, 10).Build();
        PbFormat.MissingMeta(bare).ShouldBe(["description", "country", "unit", "instance", "rule", "date_begin", "date_end"]);
        PbFormat.MissingMeta(PbText.Read(PbText.Of()).Election).ShouldBeEmpty();
    }

    private static void ShouldBeSame(Election actual, Election expected)
    {
        actual.VoteType.ShouldBe(expected.VoteType);
        Amounts(actual).ShouldBe(Amounts(expected));
        actual.LotOrder.ShouldBe(expected.LotOrder);
        actual.Projects.Select(project => (project.Id, project.Name)).ShouldBe(
            expected.Projects.Select(project => (project.Id, project.Name)));
        actual.Meta.ShouldBe(expected.Meta, ignoreOrder: true);
        Classes(actual).ShouldBe(Classes(expected));
    }

    private static IEnumerable<string> Amounts(Election election) =>
        election.Projects.Select(project => project.Cost).Append(election.Budget)
            .Select(amount => new ExactDecimal(amount, election.MoneyDecimals).ToString());

    private static List<string> Classes(Election election)
    {
        var classes = new List<string>();
        for (var ballot = 0; ballot < election.Ballots.Count; ballot++)
        {
            var points = election.Ballots.Points(ballot).ToArray().Select(value => new ExactDecimal(value, election.Ballots.PointDecimals));
            classes.Add($"{election.Ballots.Weight(ballot)}: {string.Join(' ', election.Ballots.Projects(ballot).ToArray())} / "
                + string.Join(' ', points));
        }

        return classes;
    }
}
