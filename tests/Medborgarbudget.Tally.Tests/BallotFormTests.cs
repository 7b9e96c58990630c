namespace Medborgarbudget.Tally.Tests;

public sealed class BallotFormTests
{
    [Fact]
    public void First_second_and_third_choice_are_three_two_and_one_points()
    {
        var builder = WithProjects(BallotForm.ThreeTwoOne.Start(10));
        BallotForm.ThreeTwoOne.Add(builder, [2, 0, 1], weight: 2);
        BallotForm.ThreeTwoOne.Add(builder, [1]);
        BallotForm.ThreeTwoOne.Add(builder, []);
        var outcome = BallotForm.Rule.Count(builder.Build());
        outcome.Support.Points.ShouldBe([4, 5, 6, 0]);
        outcome.Winners.ShouldBe([2, 1]);
        outcome.Election.Ballots.BallotCount.ShouldBe(4);
    }

    [Fact]
    public void A_star_doubles_one_mark()
    {
        var form = new StarBallot(2);
        var builder = WithProjects(form.Start(10));
        form.Add(builder, [0, 1], starred: 1, weight: 3);
        form.Add(builder, [0, 2], starred: null);
        BallotForm.Rule.Count(builder.Build()).Support.Points.ShouldBe([4, 6, 1, 0]);
    }

    [Fact]
    public void Points_of_a_form_share_money_too()
    {
        var form = new StarBallot(2);
        var builder = WithProjects(form.Start(10));
        form.Add(builder, [0, 1], starred: 1);
        new EqualSharesRule { Utility = EqualSharesUtility.Points }.Count(builder.Build()).Winners[0].ShouldBe(1);
    }

    [Fact]
    public void A_ballot_that_does_not_follow_the_form_is_refused()
    {
        var builder = WithProjects(BallotForm.ThreeTwoOne.Start(10));
        var star = new StarBallot(1);
        Should.Throw<ArgumentException>(() => BallotForm.ThreeTwoOne.Add(builder, [0, 1, 2, 3]));
        Should.Throw<ArgumentException>(() => BallotForm.ThreeTwoOne.Add(builder, [0, 0]));
        Should.Throw<ArgumentException>(() => star.Add(builder, [0, 1], starred: null));
        Should.Throw<ArgumentException>(() => star.Add(builder, [0], starred: 1));
    }

    [Fact]
    public void The_limits_of_the_form_are_written_and_read_back()
    {
        var builder = WithProjects(BallotForm.ThreeTwoOne.Start(10));
        BallotForm.ThreeTwoOne.Add(builder, [2, 0, 1]);
        var file = PbText.Read(PbRoundTrip.WriteBytes(builder.Build()));
        file.Points().ShouldBe(["2", "1", "3", "0"]);
        (file.Election.Limits.MaxLength, file.Election.Limits.MaxPoints).ShouldBe((3, ExactDecimal.Whole(3)));
        file.Report.Count(Pb.PbFindingCode.PointsOutOfLimits).ShouldBe(0);
    }

    private static ElectionBuilder WithProjects(ElectionBuilder builder)
    {
        foreach (var id in (string[])["a", "b", "c", "d"])
        {
            builder.AddProject(id, "", 5);
        }

        return builder;
    }
}
