using CsCheck;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class LargeAreasTests
{
    [Fact]
    public void Large_areas_stand_by_name_and_small_ones_together() =>
        LargeAreas.Of([("Söder", 20), ("Ön", 12), ("Norr", 400), ("Skär", 9)]).ShouldBe([("", 21), ("Norr", 400), ("Söder", 20)]);

    [Fact]
    public void Small_area_takes_the_next_one_with_it_so_that_it_is_not_alone() =>
        LargeAreas.Of([("Norr", 400), ("Ön", 1), ("Söder", 25)]).ShouldBe([("", 26), ("Norr", 400)]);

    [Fact]
    public void Roll_without_areas_is_one_group() => LargeAreas.Of([("", 3)]).ShouldBe([("", 3)]);

    [Fact]
    public void Empty_roll_has_no_group() => LargeAreas.Of([]).ShouldBeEmpty();

    [Fact]
    public void No_group_is_small_and_nobody_is_lost() =>
        Gen.Select(Gen.Char['a', 'z'], Gen.Long[0, 60]).Array[0, 20].Sample(given =>
        {
            var areas = given.DistinctBy(area => area.Item1).Select(area => (area.Item1 == 'a' ? "" : area.Item1.ToString(), area.Item2)).ToList();
            var told = LargeAreas.Of(areas);
            var all = areas.Sum(area => area.Item2);
            told.Sum(area => area.Entries).ShouldBe(all);
            told.Where(area => area.Entries < Math.Min(LargeAreas.Least, all)).ShouldBeEmpty();
        });
}
