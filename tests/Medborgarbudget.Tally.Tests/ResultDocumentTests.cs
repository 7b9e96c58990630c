using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Tally.Tests;

public sealed class ResultDocumentTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void The_document_is_exactly_this()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 10050);
        builder.AddProject("å1", "Lekplats", 6000);
        builder.AddProject("b\"2", "Bänk", 4050);
        builder.AddProject("c", "Bad", 100);
        builder.SetLotOrder([2, 0, 1]);
        builder.AddBallot([0, 1], weight: 2);
        builder.AddBallot([]);
        var rule = new GreedyRule { Threshold = new ExactDecimal(15, 1), ExclusiveGroups = [["c"]] };
        Json(rule.Count(builder.Build())).ShouldBe("""
            {"format":"medborgarbudget.result.v1","inputSha256":"HASH",
            "rule":{"name":"greedy","order":"votes","stopsAtFirstMisfit":false,"threshold":1.5,"ordinalScoring":"max-length","exclusiveGroups":[["c"]],"sizeQuotas":[],"placePriority":null},
            "tieOrder":["lowerCost","moreVotes","lot"],"lotOrder":["c","å1","b\u00222"],"lotDraw":null,"voteType":"approval","ballots":3,"budget":100.5,
            "selected":["å1","b\u00222"],"winners":["b\u00222","å1"],"totalCost":100.5,"endowment":null,
            "projects":[{"id":"å1","cost":60,"votes":2,"points":2,"selected":true,"why":"elected","moneyLeft":60,"price":null},
            {"id":"b\u00222","cost":40.5,"votes":2,"points":2,"selected":true,"why":"elected","moneyLeft":100.5,"price":null},
            {"id":"c","cost":1,"votes":0,"points":0,"selected":false,"why":"no-support","moneyLeft":null,"price":null}]}
            """.Replace("HASH", Hash, StringComparison.Ordinal).ReplaceLineEndings(""));
    }

    [Fact]
    public void Amounts_are_spelt_the_same_whatever_their_scale()
    {
        static Election Of(long factor, int decimals)
        {
            var builder = new ElectionBuilder(VoteType.Approval, 10 * factor, decimals);
            builder.AddProject("a", "", 7 * factor);
            builder.AddBallot([0]);
            return builder.Build();
        }

        Json(new GreedyRule().Count(Of(100, 2))).ShouldBe(Json(new GreedyRule().Count(Of(1, 0))));
    }

    [Fact]
    public void Every_real_election_gives_valid_json_with_its_winners_in_file_order()
    {
        foreach (var real in PabulibData.Elections)
        {
            using var json = JsonDocument.Parse(Json(new GreedyRule().Count(real.Election)));
            json.RootElement.GetProperty("selected").EnumerateArray().Select(id => id.GetString())
                .ShouldBe(real.Outcome("greedy_votes")!.Selected, real.Name);
            json.RootElement.GetProperty("totalCost").GetRawText().ShouldBe(real.Outcome("greedy_votes")!.TotalCost, real.Name);
        }
    }

    [Fact]
    public void Every_option_and_verdict_has_a_name_of_its_own()
    {
        Distinct(Enum.GetValues<VoteType>(), type => type.WireName());
        Distinct(Enum.GetValues<GreedyOrder>(), order => order.WireName());
        Distinct(Enum.GetValues<OrdinalScoring>(), scoring => scoring.WireName());
        Distinct(Enum.GetValues<EqualSharesUtility>(), utility => utility.WireName());
        Distinct(Enum.GetValues<EqualSharesCompletion>(), completion => completion.WireName());
        Distinct(Enum.GetValues<WelfareMeasure>(), measure => measure.WireName());
        Distinct(Enum.GetValues<CstvTransfer>(), transfer => transfer.WireName());
        Distinct(Enum.GetValues<CstvSelection>(), selection => selection.WireName());
        Distinct(Enum.GetValues<PotLeftover>(), leftover => leftover.WireName());
        Distinct(Enum.GetValues<EqualSharesComparison>(), comparison => comparison.WireName());
        Distinct(Enum.GetValues<Verdict>(), verdict => verdict.WireName());

        static void Distinct<T>(T[] values, Func<T, string> name) =>
            values.Select(name).Distinct().Count().ShouldBe(values.Length);
    }

    private static string Json(CountOutcome outcome) => Encoding.UTF8.GetString(new ResultDocument(outcome, Hash).ToJson());
}
