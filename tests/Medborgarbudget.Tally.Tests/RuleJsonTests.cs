using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class RuleJsonTests
{
    private const string Plain =
        """{"name":"greedy","order":"votes","stopsAtFirstMisfit":false,"threshold":null,"ordinalScoring":"max-length","exclusiveGroups":[],"sizeQuotas":[],"placePriority":null}""";

    private static readonly VotingRule[] Offered =
    [
        new GreedyRule(), new EqualSharesRule(), new PhragmenRule(), new MaxWelfareRule(), new CstvRule(), new MajorityJudgementRule(),
    ];

    private static readonly Gen<ImmutableArray<ImmutableArray<string>>> Groups =
        Gen.String.Select(Valid).Array[0, 3].Select(group => group.ToImmutableArray()).Array[0, 3].Select(groups => groups.ToImmutableArray());

    [Fact]
    public void A_rule_reads_back_as_the_same_rule() =>
        Gen.Select(ElectionGen.AnyGreedy, Groups).Sample((greedy, groups) =>
        {
            var rule = greedy with { ExclusiveGroups = groups };
            Read(RuleJson.ToText(rule)).ShouldBe(rule);
        });

    [Fact]
    public void The_text_of_a_rule_is_exactly_this()
    {
        RuleJson.ToText(new GreedyRule()).ShouldBe(Plain);
        RuleJson.ToText(new PhragmenRule { SkipsWhatDoesNotFit = true }).ShouldBe("""{"name":"phragmen","skipsWhatDoesNotFit":true,"threshold":null,"exclusiveGroups":[]}""");
    }

    [Fact]
    public void Equal_shares_reads_back()
    {
        var rule = new EqualSharesRule
        {
            Utility = EqualSharesUtility.Points,
            StartsIntegral = false,
            Increment = new ExactDecimal(25, 1),
            HasExhaustiveStop = true,
            Completion = EqualSharesCompletion.Utilitarian,
            OrdinalScoring = OrdinalScoring.BallotLength,
            SupportFloor = 3,
            Comparison = EqualSharesComparison.AnyWinner,
            ExclusiveGroups = [["a", "b"], []],
        };
        Read(RuleJson.ToText(rule)).ShouldBe(rule);
        Read(RuleJson.ToText(rule).Replace("2.5", "0", StringComparison.Ordinal)).ShouldBeNull();
        Read(RuleJson.ToText(rule).Replace("\"supportFloor\":3", "\"supportFloor\":0.5", StringComparison.Ordinal)).ShouldBeNull();
        Read(RuleJson.ToText(new EqualSharesRule())).ShouldBe(new EqualSharesRule());
    }

    [Fact]
    public void Phragmen_reads_back() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 9], Groups).Sample((skips, threshold, groups) =>
        {
            var rule = new PhragmenRule
            {
                SkipsWhatDoesNotFit = skips, Threshold = threshold == 0 ? null : ExactDecimal.Whole(threshold), ExclusiveGroups = groups,
            };
            Read(RuleJson.ToText(rule)).ShouldBe(rule);
        });

    [Fact]
    public void Max_welfare_reads_back() =>
        Gen.Select(Gen.Enum<WelfareMeasure>(), Gen.Enum<OrdinalScoring>(), Gen.Int[0, 9], Groups).Sample((measure, scoring, number, groups) =>
        {
            var rule = new MaxWelfareRule
            {
                Measure = measure,
                OrdinalScoring = scoring,
                MostStates = number,
                Threshold = number == 0 ? null : ExactDecimal.Whole(number),
                ExclusiveGroups = groups,
            };
            Read(RuleJson.ToText(rule)).ShouldBe(rule);
        });

    [Fact]
    public void Majority_judgement_reads_back() =>
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[1, 9], Groups).Sample((least, stops, step, groups) =>
        {
            var rule = new MajorityJudgementRule
            {
                LeastGrade = least,
                StopsAtFirstMisfit = stops,
                GradeFrom = [new(-step, 1), new(step, 1), ExactDecimal.Whole(step)],
                OrdinalScoring = OrdinalScoring.BallotLength,
                ExclusiveGroups = groups,
            };
            Read(RuleJson.ToText(rule)).ShouldBe(rule);
        });

    [Fact]
    public void Cstv_reads_back() =>
        Gen.Select(Gen.Enum<CstvTransfer>(), Gen.Enum<CstvSelection>(), Gen.Bool, Gen.Enum<OrdinalScoring>(), Groups).Sample(
            (transfer, selection, takes, scoring, groups) =>
            {
                var rule = new CstvRule
                {
                    Transfer = transfer,
                    Selection = selection,
                    TakesWhatFits = takes,
                    Threshold = takes ? null : ExactDecimal.Whole(5),
                    OrdinalScoring = scoring,
                    ExclusiveGroups = groups,
                };
                Read(RuleJson.ToText(rule)).ShouldBe(rule);
            });

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("[1,2,2]")]
    [InlineData("[1,2,\"3\"]")]
    [InlineData("null")]
    public void Grades_that_do_not_ascend_are_refused(string grades) =>
        Read(RuleJson.ToText(new MajorityJudgementRule()).Replace("[1,2,3]", grades, StringComparison.Ordinal)).ShouldBeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"dictator"}""")]
    [InlineData("""{"name":"phragmen"}""")]
    [InlineData("""{"name":"phragmen","skipsWhatDoesNotFit":"yes","threshold":null,"exclusiveGroups":[]}""")]
    [InlineData("""{"name":"phragmen","skipsWhatDoesNotFit":true,"threshold":null,"exclusiveGroups":[],"twice":true}""")]
    public void What_is_no_rule_is_refused(string json) => Read(json).ShouldBeNull();

    [Theory]
    [InlineData("\"order\":\"votes\"", "\"order\":\"luck\"")]
    [InlineData("\"order\":\"votes\"", "\"order\":1")]
    [InlineData("\"threshold\":null", "\"threshold\":\"5\"")]
    [InlineData("\"threshold\":null", "\"threshold\":1e3")]
    [InlineData("\"exclusiveGroups\":[]", "\"exclusiveGroups\":[[1]]")]
    [InlineData("\"exclusiveGroups\":[]", "\"exclusiveGroups\":null")]
    [InlineData("\"sizeQuotas\":[]", "\"sizeQuotas\":[1]")]
    [InlineData("\"sizeQuotas\":[]", "\"sizeQuotas\":[{\"mostCost\":5,\"winners\":-1}]")]
    [InlineData("\"sizeQuotas\":[]", "\"sizeQuotas\":[{\"mostCost\":null,\"winners\":1}]")]
    [InlineData("\"placePriority\":null", "\"placePriority\":\"north\"")]
    [InlineData("\"placePriority\":null", "\"placePriority\":{\"column\":\"district\",\"names\":[]}")]
    [InlineData("\"threshold\":null,", "")]
    [InlineData("\"threshold\":null", "\"threshold\":null,\"unheardOf\":1")]
    public void A_rule_is_never_completed_with_guesses(string option, string instead) =>
        Read(Plain.Replace(option, instead, StringComparison.Ordinal)).ShouldBeNull();

    [Theory]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"greedy","\ud800":1}""")]
    [InlineData("""{"name":"greedy","exclusiveGroups":[["\ud800"]]}""")]
    public void Half_a_surrogate_pair_is_refused(string json)
    {
        Read(json).ShouldBeNull();
        Complete(json).ShouldBeNull();
    }

    [Fact]
    public void A_rule_that_only_has_its_name_is_completed_with_its_defaults()
    {
        foreach (var rule in Offered)
        {
            Complete($$"""{"name":"{{rule.Name}}"}""").ShouldBe(rule);
            Complete(RuleJson.ToText(rule)).ShouldBe(rule);
        }
    }

    /// <summary>Whichever options are left out, the others keep what was given.</summary>
    [Fact]
    public void Only_what_is_left_out_is_completed() =>
        Gen.Select(ElectionGen.AnyEqualShares, Gen.Bool.Array[20]).Sample((rule, isLeftOut) =>
        {
            var given = JsonNode.Parse(RuleJson.ToText(rule))!.AsObject();
            var expected = JsonNode.Parse(RuleJson.ToText(new EqualSharesRule()))!.AsObject();
            foreach (var (option, place) in given.ToList().Select((pair, place) => (pair.Key, place)).Skip(1))
            {
                if (isLeftOut[place])
                {
                    given.Remove(option);
                }
                else
                {
                    expected[option] = given[option]?.DeepClone();
                }
            }

            RuleJson.ToText(Complete(given.ToJsonString())!).ShouldBe(expected.ToJsonString());
        });

    [Fact]
    public void Options_in_any_order_are_completed() =>
        Complete("""{"threshold":5,"name":"greedy","sizeQuotas":[{"mostCost":9,"winners":1}]}""").ShouldBe(new GreedyRule
        {
            Threshold = ExactDecimal.Whole(5), SizeQuotas = [new SizeQuota(ExactDecimal.Whole(9), 1)],
        });

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"dictator"}""")]
    [InlineData("""{"name":"pots"}""")]
    [InlineData("""{"name":"pots","column":"district","pots":[]}""")]
    [InlineData("""{"name":"greedy","unheardOf":1}""")]
    [InlineData("""{"name":"greedy","utility":"cost"}""")]
    [InlineData("""{"name":"greedy","name":"greedy"}""")]
    [InlineData("""{"name":"greedy","threshold":5,"threshold":6}""")]
    [InlineData("""{"name":"greedy","threshold":"5"}""")]
    [InlineData("""{"name":"greedy","order":null}""")]
    [InlineData("""{"name":"greedy","placePriority":{"names":[]}}""")]
    [InlineData("""{"name":"equal-shares","increment":0}""")]
    [InlineData("""{"name":"majority-judgement","gradeFrom":[3,2,1]}""")]
    public void What_cannot_be_completed_is_refused(string json) => Complete(json).ShouldBeNull();

    [Fact]
    public void Whole_pots_are_taken_as_they_are()
    {
        var rule = new PotsRule { Pots = [new Pot("North", ["north"], ExactDecimal.Whole(5), false, new GreedyRule())] };
        Complete(RuleJson.ToText(rule)).ShouldBe(rule);
        Complete(RuleJson.ToText(rule).Replace("\"threshold\":null,", "", StringComparison.Ordinal)).ShouldBeNull();
    }

    private static VotingRule? Complete(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RuleJson.TryComplete(document.RootElement, out var rule) ? rule : null;
    }

    private static VotingRule? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RuleJson.TryRead(document.RootElement, out var rule) ? rule : null;
    }

    /// <summary>Ids come from UTF-8 and so never hold half a surrogate pair.</summary>
    private static string Valid(string id) => new([.. id.Where(sign => !char.IsSurrogate(sign))]);
}
