namespace Medborgarbudget.Tally.Tests;

/// <summary>The real elections counted twice from the bytes on: the engine against the slow reader and the slow rule.</summary>
public sealed class SlowReferenceTests
{
    private static readonly GreedyRule[] Rules =
    [
        new() { StopsAtFirstMisfit = true },
        new() { Order = GreedyOrder.Points, Threshold = ExactDecimal.Whole(100) },
        new() { Order = GreedyOrder.PointsPerCost, OrdinalScoring = OrdinalScoring.BallotLength },
    ];

    [Fact]
    public void C9_A_second_reader_and_a_second_rule_elect_the_same_in_every_real_election()
    {
        foreach (var real in PabulibData.Elections)
        {
            var slow = SlowPbReader.Read(real.Bytes);
            foreach (var rule in Rules)
            {
                rule.Count(real.Election).Winners.ToList().ShouldBe(SlowGreedy.Winners(slow, rule), customMessage: $"{real.Name} {rule}");
            }
        }
    }
}
