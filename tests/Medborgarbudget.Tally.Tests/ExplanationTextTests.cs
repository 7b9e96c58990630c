using System.Collections;
using System.Globalization;
using System.Text;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The worked example: four neighbours with 300 kronor each, a swing that three want and a boat that two want.</summary>
public sealed class ExplanationTextTests
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    [Fact]
    public void A_winner_is_explained_in_plain_Swedish() => Sentences(0, Swedish).ShouldBe(
    [
        "Gunga (a) är valt: de 3 personer som röstade på förslaget hade tillsammans 900 kr kvar av sina andelar, och det räckte till priset 600 kr.",
        "3 personer betalade 200 kr var.",
    ]);

    [Fact]
    public void A_loser_is_explained_in_plain_Swedish() => Sentences(1, Swedish).ShouldBe(
    [
        "Båt (b) är inte valt: de 2 personer som röstade på förslaget hade 400 kr kvar tillsammans och det kostar 500 kr.",
        "Från början fick de 600 kr att dela på.",
        "De hade redan varit med och betalat 200 kr till Gunga (a).",
        "Som mest täckte deras pengar 80 procent av priset.",
        "1 person till hade räckt, om de bara hade röstat på det här förslaget.",
        "Ett pris på högst 400 kr hade också räckt.",
    ]);

    [Fact]
    public void A_loser_is_explained_in_plain_English() => Sentences(1, English)[2..5].ShouldBe(
    [
        "They had already paid 200 kr towards Gunga (a).",
        "At the most their money covered 80 per cent of the price.",
        "1 person more would have been enough, if they had voted for this project only.",
    ]);

    [Fact]
    public void The_greedy_rule_is_explained_too() =>
        new ExplanationTexts(new GreedyRule { StopsAtFirstMisfit = true }.Count(Example(100_000)).Explain(), Swedish).Of(1)[0]
            .ShouldBe("Båt (b) fick inte plats: 2 personer röstade på förslaget, men när turen kom fanns 400 kr kvar av budgeten och det kostar 500 kr.");

    [Fact]
    public void The_explanation_is_canonical_json() =>
        Encoding.UTF8.GetString(ExplainedExample().ToJson()).ShouldBe(
            """
            {"format":"medborgarbudget.explanation.v1","rule":{"name":"equal-shares","utility":"cost","startsIntegral":true,"increment":1,
            "hasExhaustiveStop":false,"completion":"none","ordinalScoring":"max-length","supportFloor":null,"comparison":"none","exclusiveGroups":[]},"endowment":"300",
            "rounds":[{"project":"a","cost":600,"budgetLeft":1200,"price":"200","effectiveVotes":"3","paidFully":3,"paidRest":0,"hadNothing":0,
            "supportersMoneyLeft":"300"}],
            "projects":[{"id":"a","why":"elected","given":"900","spent":[],"left":"900","effectiveSupport":150,"enoughMoreSupporters":null,"enoughCost":null},
            {"id":"b","why":"not-paid-for","given":"600","spent":[{"on":"a","amount":"200","voters":1}],"left":"400","effectiveSupport":80,
            "enoughMoreSupporters":1,"enoughCost":400}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public void Every_text_stands_in_both_languages_with_the_same_places()
    {
        Places(Swedish.Parent).ShouldBe(Places(English.Parent), ignoreOrder: true);
        foreach (var verdict in Enum.GetValues<Verdict>().Where(verdict => verdict != Verdict.None))
        {
            ExplanationTexts.Resources.GetString(verdict.WireName(), Swedish).ShouldNotBeNull();
        }

        static IEnumerable<string> Places(CultureInfo language) =>
            ExplanationTexts.Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
                .Select(text => $"{text.Key} {string.Concat(((string)text.Value!).Where(char.IsAsciiDigit).Order())}");
    }

    public static TheoryData<VotingRule> OtherRules =>
        [new PhragmenRule(), new PhragmenRule { SkipsWhatDoesNotFit = true }, new MaxWelfareRule(), new CstvRule(), new MajorityJudgementRule()];

    [Theory]
    [MemberData(nameof(OtherRules))]
    public void Other_rules_tell_what_was_left_and_what_would_have_been_enough(VotingRule rule)
    {
        var election = Example(70_000);
        var outcome = rule.Count(election);
        var explanation = outcome.Explain();
        explanation.Rounds.ShouldHaveSingleItem().ShouldBe(new RoundReason(outcome.Winners[0], 70_000, null));
        var loser = explanation.Projects.Single(project => project.Verdict != Verdict.Elected);
        new ExplanationTexts(explanation, English).Of(loser.Project).ShouldNotBeEmpty();
        new ExplanationTexts(explanation, English).Of(outcome.Winners[0])[0].ShouldContain("700 kr of the budget was left");

        var supporters = loser.Enough.MoreSupporters.ShouldNotBeNull();
        rule.Count(election.WithBallots(loser.Project, (int)supporters, 1)).Winners.ShouldContain(loser.Project);
        rule.Count(election.WithCost(loser.Project, loser.Enough.Cost.ShouldNotBeNull())).Winners.ShouldContain(loser.Project);
    }

    [Fact]
    public void Pots_are_explained_one_by_one() => Should.Throw<NotSupportedException>(() =>
        new PotsRule { Pots = [new Pot("all", [], ExactDecimal.Whole(1_200), true, new GreedyRule())] }.Count(Example(120_000)).Explain());

    private static List<string> Sentences(int project, CultureInfo culture) => [.. new ExplanationTexts(ExplainedExample(), culture).Of(project)];

    private static Explanation ExplainedExample() =>
        new EqualSharesRule { Completion = EqualSharesCompletion.None }.Count(Example(120_000)).Explain();

    private static Election Example(long budget)
    {
        var builder = new ElectionBuilder(VoteType.Approval, budget);
        builder.AddProject("a", "Gunga", 60_000);
        builder.AddProject("b", "Båt", 50_000);
        builder.AddBallot([0], weight: 2);
        builder.AddBallot([0, 1]);
        builder.AddBallot([1]);
        return builder.Build();
    }
}
