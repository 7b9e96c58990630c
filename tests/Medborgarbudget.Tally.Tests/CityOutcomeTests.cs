using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What the cities themselves decided, against the rule that their file declares.</summary>
public sealed class CityOutcomeTests
{
    [Fact]
    public void C9_Declared_rules_reproduce_the_city_or_the_reason_is_computed()
    {
        var reasons = PabulibData.Elections
            .Where(real => real.File.CityOutcome is not null)
            .GroupBy(real => Reason(real.File))
            .ToDictionary(group => group.Key, group => group.Count());
        reasons.ShouldBe(
            new Dictionary<string, int>
            {
                ["agrees"] = 127,
                ["equal votes were drawn otherwise"] = 2,
                ["The rule is not known."] = 5,
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Money_from_elsewhere_is_told_apart_from_the_rule()
    {
        var city = PabulibData.Election("Poland_Gdynia_2021_Babie_Doly__large").File.CityOutcome.ShouldNotBeNull();
        city.Selected.ShouldBe([0]);
        city.FundedOtherwise.ShouldBe([1]);
    }

    [Fact]
    public void Old_files_call_the_column_elected()
    {
        var file = PbText.Read(PbText.Of(projects: "project_id;cost;elected\na;5;1\nb;5;2\nc;5;0", votes: "voter_id;vote\n1;a"));
        file.CityOutcome.ShouldNotBeNull().Selected.ShouldBe([0]);
        file.CityOutcome!.FundedOtherwise.ShouldBe([1]);
    }

    [Fact]
    public void A_file_without_the_column_says_nothing_about_the_city() =>
        PbText.Read(PbText.Of()).CityOutcome.ShouldBeNull();

    [Theory]
    [InlineData("greedy", false)]
    [InlineData("greedy-threshold", false)]
    [InlineData("greedy-no-skip", true)]
    [InlineData("greedy-custom", true)]
    public void A_declared_rule_gives_its_options(string declared, bool stops)
    {
        var file = PbText.Read(PbText.Of(meta: $"rule;{declared}\nmin_project_score_threshold;2"));
        var rule = DeclaredRule.Of(file.Election).Rule.ShouldBeOfType<GreedyRule>();
        rule.ShouldBe(new GreedyRule { StopsAtFirstMisfit = stops, Threshold = ExactDecimal.Whole(2) });
    }

    [Theory]
    [InlineData("greedy-custom")]
    [InlineData("greedy-exclusive")]
    [InlineData("greedy-threshold")]
    public void What_a_declaration_leaves_unsaid_is_said(string declared) =>
        DeclaredRule.Of(PbText.Read(PbText.Of(meta: $"rule;{declared}")).Election).Caveat.ShouldNotBeNullOrEmpty();

    [Fact]
    public void Points_decide_the_declared_rule_where_ballots_carry_them()
    {
        var file = PbText.Read(PbText.Of(
            meta: "rule;greedy\nmax_sum_points;3", voteType: "cumulative", votes: "voter_id;vote;points\n1;a;3"));
        DeclaredRule.Of(file.Election).Rule.ShouldBe(new GreedyRule { Order = GreedyOrder.Points });
    }

    [Fact]
    public void A_file_that_holds_the_rule_with_every_option_declares_that_rule()
    {
        var rule = new CstvRule { Transfer = CstvTransfer.Minimal, Threshold = ExactDecimal.Whole(2) };
        var text = RuleJson.ToText(rule).Replace("\"", "\"\"", StringComparison.Ordinal);
        var file = PbText.Read(PbText.Of(meta: $"rule;greedy-custom\n{PbFormat.RuleKey};\"{text}\""));
        DeclaredRule.Of(file.Election).ShouldBe(new DeclaredRule("greedy-custom", rule, null));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[1]")]
    public void A_rule_that_cannot_be_read_leaves_what_the_format_says(string json) =>
        DeclaredRule.Of(PbText.Read(PbText.Of(meta: $"rule;greedy\n{PbFormat.RuleKey};{json}")).Election).Rule.ShouldBe(new GreedyRule());

    [Theory]
    [InlineData("unknown")]
    [InlineData("equalshares/bounded")]
    [InlineData("by the mayor")]
    public void A_rule_that_cannot_be_counted_is_said_to_be_so(string declared)
    {
        var rule = DeclaredRule.Of(PbText.Read(PbText.Of(meta: $"rule;{declared}")).Election);
        rule.Rule.ShouldBeNull();
        rule.Caveat.ShouldNotBeNullOrEmpty();
    }

    private static string Reason(PbFile file)
    {
        var declared = DeclaredRule.Of(file.Election);
        if (declared.Rule is null)
        {
            return declared.Caveat!;
        }

        var outcome = declared.Rule.Count(file.Election);
        var city = file.CityOutcome!;
        if (city.AgreesWith(outcome))
        {
            return "agrees";
        }

        var onlyOurs = outcome.Winners.Except(city.Selected).Concat(city.FundedOtherwise.Except(outcome.Winners));
        var onlyTheirs = city.Selected.Except(outcome.Winners).ToArray();
        var isDrawn = onlyTheirs.Length > 0
            && onlyTheirs.All(theirs => onlyOurs.Any(ours => outcome.Support.Points[ours] == outcome.Support.Points[theirs]));
        return isDrawn ? "equal votes were drawn otherwise" : "unexplained";
    }
}
