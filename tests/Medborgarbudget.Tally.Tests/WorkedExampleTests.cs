namespace Medborgarbudget.Tally.Tests;

/// <summary>The small example of the web's result pages: its numbers stand there in words and pictures, and are counted here.</summary>
public sealed class WorkedExampleTests
{
    private const int Ball = 0;
    private const int Rope = 1;
    private const int Chalk = 2;

    [Fact]
    public void By_equal_shares_everybody_gets_something()
    {
        var outcome = new EqualSharesRule { Completion = EqualSharesCompletion.None }.Count(Pupils());
        outcome.Endowment.ShouldBe(ExactFraction.Whole(30_00));
        outcome.Winners.ShouldBe([Ball, Chalk]);
        (outcome.Projects[Ball].Price, outcome.Projects[Chalk].Price).ShouldBe((ExactFraction.Whole(20_00), ExactFraction.Whole(30_00)));
        outcome.Explain().Projects[Rope].Money!.Left.ShouldBe(ExactFraction.Whole(20_00));
    }

    [Fact]
    public void By_most_votes_one_gets_nothing()
    {
        var outcome = new GreedyRule().Count(Pupils());
        outcome.Winners.ShouldBe([Ball, Rope]);
        outcome.Projects.Select(project => project.MoneyLeft).ShouldBe([120_00, 60_00, 20_00]);
    }

    /// <summary>Ada and Bo want ball and rope, Cim the ball, Didi the chalk; 120 kr.</summary>
    private static Election Pupils()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 120_00);
        builder.AddProject("ball", "Boll", 60_00);
        builder.AddProject("rope", "Hopprep", 40_00);
        builder.AddProject("chalk", "Kritor", 30_00);
        builder.AddBallot([Ball, Rope], weight: 2);
        builder.AddBallot([Ball]);
        builder.AddBallot([Chalk]);
        return builder.Build();
    }
}
