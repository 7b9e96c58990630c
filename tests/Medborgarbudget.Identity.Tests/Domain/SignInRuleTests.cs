namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class SignInRuleTests
{
    [Theory]
    [InlineData(LevelOfAssurance.Unspecified, LevelOfAssurance.Low, false)]
    [InlineData(LevelOfAssurance.Low, LevelOfAssurance.Low, true)]
    [InlineData(LevelOfAssurance.Low, LevelOfAssurance.Substantial, false)]
    [InlineData(LevelOfAssurance.Substantial, LevelOfAssurance.Substantial, true)]
    [InlineData(LevelOfAssurance.Substantial, LevelOfAssurance.High, false)]
    [InlineData(LevelOfAssurance.High, LevelOfAssurance.Substantial, true)]
    [InlineData(LevelOfAssurance.High, LevelOfAssurance.High, true)]
    public void Level_is_enough_from_the_required_one_upwards(LevelOfAssurance level, LevelOfAssurance required, bool enough) =>
        new SignInRule(required, []).Accepts(new SignIn("any", level)).ShouldBe(enough);

    [Fact]
    public void Unknown_level_is_never_enough() =>
        new SignInRule(LevelOfAssurance.Unspecified, []).Accepts(new SignIn("any", LevelOfAssurance.Unspecified)).ShouldBeFalse();

    [Fact]
    public void Electronic_id_must_be_one_that_the_organisation_names_when_it_names_some()
    {
        var rule = new SignInRule(LevelOfAssurance.Low, ["alfa"]);
        rule.Accepts(new SignIn("alfa", LevelOfAssurance.Low)).ShouldBeTrue();
        rule.Accepts(new SignIn("beta", LevelOfAssurance.High)).ShouldBeFalse();
        rule.Accepts(new SignIn("", LevelOfAssurance.High)).ShouldBeFalse();
    }

    [Fact]
    public void Level_reads_back_from_its_name_and_nothing_else_is_a_level()
    {
        foreach (var level in Enum.GetValues<LevelOfAssurance>())
        {
            LevelNames.Read(LevelNames.Write(level)).ShouldBe(level);
        }

        new[] { "High", "loa3", "3", " high", null }.ShouldAllBe(text => LevelNames.Read(text) == LevelOfAssurance.Unspecified);
    }
}
