namespace Medborgarbudget.Tally.Tests;

/// <summary>Size quotas and places that go first, as Swedish municipalities publish them.</summary>
public sealed class GreedyOptionsTests
{
    /// <summary>Trelleborg 2022: one of at most 1 Mkr, four of at most 500 000, four of 250 000, ten of 100 000 kronor.</summary>
    private static readonly GreedyRule Trelleborg = new()
    {
        SizeQuotas =
        [
            new(ExactDecimal.Whole(1_000_000), 1),
            new(ExactDecimal.Whole(500_000), 4),
            new(ExactDecimal.Whole(250_000), 4),
            new(ExactDecimal.Whole(100_000), 10),
        ],
    };

    [Fact]
    public void Each_size_has_its_own_number_of_winners()
    {
        var outcome = Trelleborg.Count(Election(1_000_000, 900_000, 500_000, 50_000, 1_000_001));
        outcome.Projects.Select(project => project.Verdict).ShouldBe(
            [Verdict.Elected, Verdict.QuotaFull, Verdict.Elected, Verdict.Elected, Verdict.TooLarge]);
    }

    [Fact]
    public void A_project_belongs_to_the_narrowest_class_and_takes_no_place_in_a_wider()
    {
        var rule = new GreedyRule { SizeQuotas = [new(ExactDecimal.Whole(100), 1), new(ExactDecimal.Whole(50), 1)] };
        rule.Count(Election(50, 40, 100)).SelectedIds.ShouldBe(["p0", "p2"]);
    }

    [Fact]
    public void A_full_class_does_not_stop_the_walk()
    {
        var rule = new GreedyRule { StopsAtFirstMisfit = true, SizeQuotas = [new(ExactDecimal.Whole(50), 1), new(ExactDecimal.Whole(99), 1)] };
        rule.Count(Election(50, 40, 90)).SelectedIds.ShouldBe(["p0", "p2"]);
    }

    [Fact]
    public void A_quota_counts_in_currency_whatever_the_decimals()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 20_000);
        builder.AddProject("a", "", 10_000);
        builder.AddProject("b", "", 10_001);
        builder.AddBallot([0, 1]);
        var rule = new GreedyRule { SizeQuotas = [new(ExactDecimal.Whole(100), 5)] };
        rule.Count(builder.Build()).SelectedIds.ShouldBe(["a"]);
    }

    [Fact]
    public void Two_quotas_of_the_same_size_are_refused() =>
        Should.Throw<ArgumentException>(() =>
            new GreedyRule { SizeQuotas = [new(ExactDecimal.Whole(5), 1), new(ExactDecimal.Whole(5), 2)] }.Count(Election(1)));

    [Fact]
    public void Every_project_of_a_place_that_got_nothing_goes_first()
    {
        var outcome = new GreedyRule { PlacePriority = South }.Count(Places());
        outcome.Winners.ShouldBe([1, 3]);
        outcome.Order.ShouldBe([1, 3, 0, 2]);
    }

    [Fact]
    public void A_place_may_go_first_only_until_it_has_a_winner()
    {
        var outcome = new GreedyRule { PlacePriority = South with { EndsWithFirstWinner = true } }.Count(Places());
        outcome.Winners.ShouldBe([1, 0]);
        outcome.Projects[3].ShouldBe(new ProjectOutcome(Verdict.DoesNotFit, 0));
    }

    [Fact]
    public void Projects_may_be_named_instead_of_places() =>
        new GreedyRule { PlacePriority = new PlacePriority { Names = ["n2"] } }.Count(Places()).Winners.ShouldBe([2, 0]);

    private static PlacePriority South => new() { Column = "district", Names = ["south"] };

    /// <summary>Projects with these costs, each with one vote less than the one before.</summary>
    private static Election Election(params long[] costs)
    {
        var builder = new ElectionBuilder(VoteType.Approval, long.MaxValue, moneyDecimals: 0);
        for (var project = 0; project < costs.Length; project++)
        {
            builder.AddProject($"p{project}", "", costs[project]);
        }

        for (var project = 0; project < costs.Length; project++)
        {
            builder.AddBallot([project], weight: costs.Length - project);
        }

        return builder.Build();
    }

    /// <summary>Two projects in the north, two in the south, in turn, and money for two.</summary>
    private static Election Places()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 20);
        foreach (var (id, place) in (ReadOnlySpan<(string, string)>)[("n1", "north"), ("s1", "south"), ("n2", "north"), ("s2", "south")])
        {
            builder.AddProject(id, "", 10, KeyValuePair.Create("district", place));
        }

        for (var project = 0; project < 4; project++)
        {
            builder.AddBallot([project], weight: 4 - project);
        }

        return builder.Build();
    }
}
