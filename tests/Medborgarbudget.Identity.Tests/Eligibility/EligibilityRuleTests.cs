using System.Globalization;

namespace Medborgarbudget.Identity.Tests.Eligibility;

public sealed class EligibilityRuleTests
{
    private static readonly AgeRule AnyAge = new(0, 0, new DateOnly(2027, 1, 1));
    private static readonly DateOnly GrownUp = new(1980, 1, 1);

    public static TheoryData<string> RuleNames => [.. Cases.Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_of_a_place_decides_of_every_person_as_the_place_does(string name)
    {
        var rule = Cases.Rules.Single(rule => rule.Name == name).Rule;
        foreach (var person in Cases.Persons)
        {
            Told(rule, person.Facts).ShouldBe(Cases.Expected[(person.Key, name)], $"{person.Key} under {name}");
        }
    }

    [Fact]
    public void Every_person_is_held_against_every_rule()
    {
        Cases.Persons.Count.ShouldBe(40);
        Cases.Expected.Keys.ShouldBe(Cases.Persons.SelectMany(person => Cases.Rules.Select(rule => (person.Key, rule.Name))), ignoreOrder: true);
    }

    [Theory]
    [InlineData("2029-02-28", Ground.TooYoung)]
    [InlineData("2029-03-01", Ground.Residence)]
    [InlineData("2028-02-29", Ground.TooYoung)]
    public void Born_on_29_February_grows_older_on_1_March_of_a_common_year(string asOf, Ground ground) =>
        EligibilityRule.OfAges(new AgeRule(13, 0, DateOnly.Parse(asOf, CultureInfo.InvariantCulture)))
            .Decide(new VoterFacts("", [], new DateOnly(2016, 2, 29))).ShouldBe(ground);

    [Theory]
    [InlineData("Norr", new[] { "Skola", "Hyresgäst" }, Ground.Residence)]
    [InlineData("Söder", new[] { "Skola", "Hyresgäst" }, Ground.Group)]
    [InlineData("Söder", new[] { "Scouterna" }, Ground.FreeChoice)]
    public void Ground_is_the_one_that_costs_least(string area, string[] groups, Ground ground) =>
        new EligibilityRule(AnyAge, ["Norr"], ["Hyresgäst", "Skola"], 0, true).Decide(new VoterFacts(area, groups, GrownUp)).ShouldBe(ground);

    [Fact]
    public void Names_of_areas_and_groups_are_whole_and_exact() =>
        new EligibilityRule(AnyAge, ["Norr"], ["Skola"], 0, false).Decide(new VoterFacts("Norra", ["skola", "Skola 2"], GrownUp)).ShouldBe(Ground.Outside);

    private static string Told(EligibilityRule rule, VoterFacts facts)
    {
        var ground = rule.Decide(facts);
        return Word(ground) + (ground.MayVote() && rule.NeedsGuardian(facts.BirthDate) ? "+g" : "");
    }

    private static string Word(Ground ground) => ground switch
    {
        Ground.Residence => "home",
        Ground.Group => "group",
        Ground.FreeChoice => "choice",
        Ground.TooYoung => "young",
        Ground.TooOld => "old",
        Ground.AgeUnknown => "unknown",
        Ground.Outside => "no",
        _ => ground.ToString(),
    };
}
