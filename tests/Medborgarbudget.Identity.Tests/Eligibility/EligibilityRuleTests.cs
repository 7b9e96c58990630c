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
            Told(rule, person).ShouldBe(Cases.Expected[(person.Key, name)], $"{person.Key} under {name}");
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

    [Theory]
    [InlineData("1980-01-01", Ground.Outside)]
    [InlineData("2010-01-01", Ground.TooYoung)]
    [InlineData(null, Ground.AgeUnknown)]
    public void Who_is_on_no_extract_lacks_a_tie_and_may_have_the_wrong_age_too(string? born, Ground ground) =>
        EligibilityRule.OfAges(new AgeRule(18, 0, new DateOnly(2027, 1, 1)))
            .OfUnlisted(born is null ? null : DateOnly.Parse(born, CultureInfo.InvariantCulture)).ShouldBe(ground);

    [Theory]
    [InlineData(Ground.Outside, Connection.Works, Ground.Declared)]
    [InlineData(Ground.Outside, Connection.Owns, Ground.Outside)]
    [InlineData(Ground.TooYoung, Connection.Works, Ground.TooYoung)]
    [InlineData(Ground.Residence, Connection.Works, Ground.Residence)]
    [InlineData(Ground.FreeChoice, Connection.Works, Ground.FreeChoice)]
    public void Tie_helps_only_who_lacks_nothing_else(Ground standing, Connection connection, Ground ground) =>
        (EligibilityRule.OfAges(AnyAge) with { Connections = [Connection.Works] }).AfterDeclaring(standing, connection).ShouldBe(ground);

    private static string Told(EligibilityRule rule, CasePerson person)
    {
        var standing = rule.Decide(person.Facts);
        var ground = person.Ties.Select(tie => rule.AfterDeclaring(standing, tie)).FirstOrDefault(after => after == Ground.Declared, standing);
        return Word(ground) + (ground.MayVote() && rule.NeedsGuardian(person.BirthDate) ? "+g" : "");
    }

    private static string Word(Ground ground) => ground switch
    {
        Ground.Residence => "home",
        Ground.Group => "group",
        Ground.FreeChoice => "choice",
        Ground.Declared => "tie",
        Ground.TooYoung => "young",
        Ground.TooOld => "old",
        Ground.AgeUnknown => "unknown",
        Ground.Outside => "no",
        _ => ground.ToString(),
    };
}
