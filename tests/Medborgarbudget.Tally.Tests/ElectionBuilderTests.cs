namespace Medborgarbudget.Tally.Tests;

public sealed class ElectionBuilderTests
{
    [Fact]
    public void Identical_ballots_become_one_class_with_a_weight()
    {
        var builder = TwoProjects(VoteType.Approval);
        builder.AddBallot([1, 0]);
        builder.AddBallot([0, 1], weight: 3);
        builder.AddBallot([]);
        var ballots = builder.Build().Ballots;
        (ballots.Count, ballots.BallotCount, ballots.Weight(0)).ShouldBe((2, 5, 4));
        ballots.Projects(0).ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public void Ranked_ballots_keep_their_order()
    {
        var builder = TwoProjects(VoteType.Ordinal);
        builder.AddBallot([1, 0]);
        builder.AddBallot([0, 1]);
        var ballots = builder.Build().Ballots;
        ballots.Count.ShouldBe(2);
        ballots.Projects(0).ToArray().ShouldBe([1, 0]);
    }

    [Fact]
    public void Points_follow_their_projects_and_lose_needless_decimals()
    {
        var builder = new ElectionBuilder(VoteType.Cumulative, 100, pointDecimals: 3);
        builder.AddProject("a", "", 1);
        builder.AddProject("b", "", 1);
        builder.AddBallot([1, 0], [1500, 2000]);
        var ballots = builder.Build().Ballots;
        (ballots.PointDecimals, ballots.HasPoints).ShouldBe((1, true));
        ballots.Points(0).ToArray().ShouldBe([20, 15]);
    }

    [Fact]
    public void Many_different_ballots_are_all_found_again()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 100);
        for (var project = 0; project < 12; project++)
        {
            builder.AddProject($"p{project}", "", 1);
        }

        for (var ballot = 0; ballot < 2 * 4096; ballot++)
        {
            builder.AddBallot([.. Enumerable.Range(0, 12).Where(project => (ballot >> project & 1) == 1)]);
        }

        var ballots = builder.Build().Ballots;
        ballots.Count.ShouldBe(4096);
        Enumerable.Range(0, 4096).ShouldAllBe(ballot => ballots.Weight(ballot) == 2);
    }

    [Fact]
    public void A_ballot_names_known_projects_once_with_their_points()
    {
        var builder = TwoProjects(VoteType.Approval);
        Should.Throw<ArgumentException>(() => builder.AddBallot([0, 0]));
        Should.Throw<ArgumentException>(() => builder.AddBallot([2]));
        Should.Throw<ArgumentException>(() => builder.AddBallot([-1]));
        Should.Throw<ArgumentException>(() => builder.AddBallot([0], [1]));
        Should.Throw<ArgumentException>(() => builder.AddBallot([0], weight: 0));
        builder.Build().Ballots.BallotCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("x,y")]
    [InlineData(" x")]
    public void A_project_id_that_ballots_could_not_name_is_refused(string id) =>
        Should.Throw<ArgumentException>(() => TwoProjects(VoteType.Approval).AddProject(id, "", 1));

    [Fact]
    public void The_lots_name_every_project_once() =>
        Should.Throw<ArgumentException>(() => TwoProjects(VoteType.Approval).SetLotOrder([0, 0]));

    [Fact]
    public void Projects_come_before_ballots()
    {
        var builder = TwoProjects(VoteType.Approval);
        builder.AddBallot([0]);
        Should.Throw<InvalidOperationException>(() => builder.AddProject("c", "", 1));
    }

    [Fact]
    public void Points_beyond_exact_counting_are_refused()
    {
        var builder = TwoProjects(VoteType.Scoring);
        Should.Throw<ArgumentOutOfRangeException>(() => builder.AddBallot([0], [long.MaxValue]));
    }

    private static ElectionBuilder TwoProjects(VoteType voteType)
    {
        var builder = new ElectionBuilder(voteType, 100);
        builder.AddProject("a", "", 1).ShouldBe(0);
        builder.AddProject("b", "", 1).ShouldBe(1);
        return builder;
    }
}
