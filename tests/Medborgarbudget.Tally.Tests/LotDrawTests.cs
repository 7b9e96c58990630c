using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

public sealed class LotDrawTests
{
    /// <summary>The hashes are those of <c>printf '2026-11-28 04 07 19 22 31 35\na' | sha256sum</c> and so on.</summary>
    [Fact]
    public void A_stranger_with_a_hash_program_draws_the_same()
    {
        var draw = LotDraw.Of("2026-11-28 04 07 19 22 31 35", ["a", "b", "å"]);
        draw.Log.ShouldBe(
        [
            new Lot("a", "5d35d018d4bcd0ec78211d46b7db8468aa5115b37c501a0fa300564755ba1466"),
            new Lot("b", "5f4ff0a6486a0952f0e94af2041193d80e78266473dbdf7311d3acd001fd0a27"),
            new Lot("å", "b85e904a6d53c45d6b8bcb4db5e4d3dfbe56c7661c22830fe5533407f8437d92"),
        ]);
    }

    [Fact]
    public void The_order_of_the_projects_means_nothing()
    {
        string[] ids = [.. Enumerable.Range(0, 50).Select(number => $"p{number}")];
        LotDraw.Of("seed", ids.Reverse()).Log.ShouldBe(LotDraw.Of("seed", ids).Log);
        LotDraw.Of("seed 2", ids).Log.Select(lot => lot.ProjectId).ShouldNotBe(LotDraw.Of("seed", ids).Log.Select(lot => lot.ProjectId));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("seed ")]
    public void A_seed_is_a_text_without_outer_blanks(string seed) => Should.Throw<ArgumentException>(() => LotDraw.Of(seed, ["a"]));

    [Fact]
    public void A_tie_goes_to_the_lowest_lot()
    {
        var election = Drawn("seed").Build();
        var first = LotDraw.Of("seed", ["a", "b", "c"]).Log[0];
        new GreedyRule().Count(election).SelectedIds.ShouldBe([first.ProjectId]);
        election.LotDraw!.Log[0].ShouldBe(first);
    }

    [Fact]
    public void The_result_document_holds_the_seed_and_the_log()
    {
        var document = new ResultDocument(new GreedyRule().Count(Drawn("öppen dag").Build()), "").ToJson();
        using var json = JsonDocument.Parse(document);
        var draw = json.RootElement.GetProperty("lotDraw");
        draw.GetProperty("seed").GetString().ShouldBe("öppen dag");
        foreach (var lot in draw.GetProperty("log").EnumerateArray())
        {
            var own = SHA256.HashData(Encoding.UTF8.GetBytes("öppen dag\n" + lot.GetProperty("id").GetString()));
            lot.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(own));
        }
    }

    [Fact]
    public void An_order_that_is_stated_is_no_draw()
    {
        var builder = Drawn("seed");
        builder.SetLotOrder([2, 1, 0]);
        builder.Build().LotDraw.ShouldBeNull();
    }

    [Fact]
    public void Lots_drawn_anew_change_nothing_else()
    {
        var election = Drawn("seed").Build();
        var anew = election.WithLots("another seed");
        anew.LotDraw!.Log.ShouldBe(LotDraw.Of("another seed", ["a", "b", "c"]).Log);
        PbRoundTrip.Write(anew.WithLots("seed")).ShouldBe(PbRoundTrip.Write(election));
    }

    [Fact]
    public void A_draw_is_written_and_read_back()
    {
        var election = Drawn("seed; with \"quotes\"").Build();
        var back = PbText.Read(PbRoundTrip.WriteBytes(election)).Election;
        back.LotDraw!.Seed.ShouldBe("seed; with \"quotes\"");
        back.LotOrder.ShouldBe(election.LotOrder);
    }

    [Fact]
    public void A_seed_alone_draws_the_lots()
    {
        var file = PbText.Read(PbText.Of(meta: "rule;greedy\ntie_lot_seed;seed"));
        file.Election.LotDraw!.Log.ShouldBe(LotDraw.Of("seed", ["a", "b", "c"]).Log);
        file.Report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Published_lots_count_where_the_seed_draws_others()
    {
        string[] drawn = [.. LotDraw.Of("seed", ["a", "b", "c"]).Log.Select(lot => lot.ProjectId)];
        var reversed = string.Join('\n', drawn.Select((id, place) => $"{id};5;{3 - place}"));
        var file = PbText.Read(PbText.Of(meta: "tie_lot_seed;seed", projects: "project_id;cost;tie_lot\n" + reversed));
        file.Report.Count(PbFindingCode.LotMismatch).ShouldBe(1);
        file.Election.LotDraw.ShouldBeNull();
        file.Election.Projects[file.Election.LotOrder[0]].Id.ShouldBe(drawn[2]);
    }

    private static ElectionBuilder Drawn(string seed)
    {
        var builder = new ElectionBuilder(VoteType.Approval, 1, moneyDecimals: 0);
        foreach (var id in (string[])["a", "b", "c"])
        {
            builder.AddProject(id, "", 1);
        }

        builder.DrawLots(seed);
        builder.AddBallot([0, 1, 2]);
        return builder;
    }
}
