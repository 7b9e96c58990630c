using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The search for what would have been enough, against numbers that are known.</summary>
public sealed class WhatIfTests
{
    private const long Cost = 1_000_000;

    private static readonly Gen<long> Number = Gen.OneOf(Gen.Long[1, 20], Gen.Long[1, Cost]);

    [Fact]
    public void The_numbers_are_found_whatever_the_guess() =>
        Gen.Select(Number, Number, Number, Number).Sample((supporters, cost, guessed, guessedCost) =>
            Search(supporters, Cost - cost, new Enough(guessed, Cost - guessedCost)).Enough.ShouldBe(new Enough(supporters, Cost - cost)));

    [Fact]
    public void A_right_guess_takes_one_count_that_elects_and_one_that_does_not() =>
        Search(500, 2000, new Enough(500, 2000)).Counts.ShouldBe(4);

    [Fact]
    public void A_guess_that_is_off_by_one_takes_few_counts_more() =>
        Search(500, 2000, new Enough(501, 1999)).Counts.ShouldBeLessThanOrEqualTo(8);

    [Fact]
    public void Without_a_guess_the_numbers_are_found_too() =>
        Search(500, 2000, default).Enough.ShouldBe(new Enough(500, 2000));

    [Fact]
    public void What_is_never_enough_is_not_told()
    {
        Search(long.MaxValue, -1, default).Enough.ShouldBe(default);
        Search(long.MaxValue, -1, new Enough(7, 7)).Enough.ShouldBe(default);
    }

    private static (Enough Enough, int Counts) Search(long supporters, long cost, Enough guess)
    {
        var builder = ElectionGen.Builder(VoteType.Approval, 10, 0);
        builder.AddProject("a", "", Cost);
        var counts = 0;
        var whatIf = new WhatIf(builder.Build(), (changed, _) => Is(changed.Ballots.BallotCount >= supporters), (_, tried) => Is(tried <= cost));
        return (whatIf.Search(0, guess), counts);

        bool Is(bool isElected)
        {
            counts++;
            return isElected;
        }
    }
}
