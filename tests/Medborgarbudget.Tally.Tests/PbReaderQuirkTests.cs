using System.Text;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The oddities of real files, each survived and reported with its line.</summary>
public sealed class PbReaderQuirkTests
{
    [Fact]
    public void A_clean_file_gives_an_empty_report()
    {
        var file = PbText.Read(PbText.Of());
        file.Report.Findings.ShouldBeEmpty();
        file.Votes().ShouldBe([2, 1, 1]);
        file.Election.Ballots.BallotCount.ShouldBe(3);
    }

    [Fact]
    public void Windows_line_ends_change_nothing()
    {
        var file = PbText.Read(PbText.Of().Replace("\n", "\r\n", StringComparison.Ordinal));
        file.Report.Findings.ShouldBeEmpty();
        file.Votes().ShouldBe([2, 1, 1]);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        var file = PbText.Read("\uFEFF" + PbText.Of());
        file.Report.Count(PbFindingCode.ByteOrderMark).ShouldBe(1);
        file.Votes().ShouldBe([2, 1, 1]);
    }

    [Fact]
    public void Quoted_fields_hold_separators_marks_and_newlines()
    {
        var file = PbText.Read(PbText.Of(
            projects: "project_id;name;cost\na;\"Gungor; två \"\"stora\"\"\";5\nb;\"Bänk\nvid ån\" ;4\nc; 12\" rör;3",
            votes: "voter_id;vote\n1;\"a,b\"\n2;a"));
        file.Election.Projects.Select(project => project.Name).ShouldBe(["Gungor; två \"stora\"", "Bänk\nvid ån", "12\" rör"]);
        file.Votes().ShouldBe([2, 1, 0]);
        file.Report.Findings.ShouldContain(finding => finding.Code == PbFindingCode.NewlineInQuotes && finding.Line == 17);
    }

    [Fact]
    public void Lines_are_counted_past_a_newline_in_quotes()
    {
        var file = PbText.Read(PbText.Of(projects: "project_id;name;cost\na;\"x\ny\nz\";5", votes: "voter_id;vote\n1;nobody"));
        file.Report.Findings.ShouldContain(finding => finding.Code == PbFindingCode.UnknownProject && finding.Line == 21);
    }

    [Fact]
    public void Text_after_a_closing_mark_is_kept_and_reported()
    {
        var file = PbText.Read(PbText.Of(projects: "project_id;name;cost\na;\"Park\" norr;5"));
        file.Election.Projects[0].Name.ShouldBe("Park norr");
        file.Report.Count(PbFindingCode.TextAfterQuote).ShouldBe(1);
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand()
    {
        var file = PbText.Read(PbText.Of(
            projects: "cost;name;project_id\n5;Lekplats;a\n4;Bänk;b\n3;Bad;c", votes: "age;vote;voter_id\n30;a,c;1\n40;a;2"));
        file.Votes().ShouldBe([2, 0, 1]);
        file.Election.Projects[0].ShouldBe(new Project("a", "Lekplats", 5, file.Election.Projects[0].Details));
    }

    [Fact]
    public void Blanks_around_values_are_trimmed()
    {
        var file = PbText.Read(PbText.Of(
            budget: " 10 ", projects: "project_id ; cost\n a ; 5 \nb;4\nc;3", votes: "voter_id; vote\n1; a , b\n2; a"));
        file.Election.Budget.ShouldBe(10);
        file.Votes().ShouldBe([2, 1, 0]);
    }

    [Theory]
    [InlineData("1331751.11", "100.5", 2, 133175111, 10050)]
    [InlineData("1331751,1", "100,25", 2, 133175110, 10025)]
    [InlineData("400000.0", "5", 0, 400000, 5)]
    public void Decimals_become_minor_units_exactly(string budget, string cost, int decimals, long minorBudget, long minorCost)
    {
        var file = PbText.Read(PbText.Of(budget: budget, projects: $"project_id;cost\na;{cost}"));
        var election = file.Election;
        file.Report.Count(PbFindingCode.DecimalComma).ShouldBe(budget.Contains(',', StringComparison.Ordinal) ? 2 : 0);
        (election.MoneyDecimals, election.Budget, election.Projects[0].Cost).ShouldBe((decimals, minorBudget, minorCost));
    }

    [Fact]
    public void Ids_are_text()
    {
        var file = PbText.Read(PbText.Of(
            projects: "project_id;cost\nBO.D1.3/24;5\n007;4\n7;3", votes: "voter_id;vote\n1;7\n2;007,BO.D1.3/24\n3;7"));
        file.Votes().ShouldBe([1, 1, 2]);
    }

    [Fact]
    public void Blank_ballots_count_among_the_ballots()
    {
        var file = PbText.Read(PbText.Of(votes: "voter_id;vote;age\n1;;20\n2;none;30\n3;a;40"));
        file.Election.Ballots.BallotCount.ShouldBe(3);
        file.Votes().ShouldBe([1, 0, 0]);
    }

    [Fact]
    public void A_project_twice_on_a_ballot_counts_once()
    {
        var file = PbText.Read(PbText.Of(votes: "voter_id;vote\n1;a,b,a"));
        file.Votes().ShouldBe([1, 1, 0]);
        file.Report.Findings.ShouldContain(finding => finding.Code == PbFindingCode.RepeatedProject && finding.Value == "a");
    }

    [Fact]
    public void A_project_twice_on_an_ordinal_ballot_keeps_its_first_place()
    {
        var file = PbText.Read(PbText.Of(voteType: "ordinal", votes: "voter_id;vote\n1;b,a,b"));
        file.Points().ShouldBe(["2", "3", "0"]);
    }

    [Fact]
    public void An_unknown_project_on_a_ballot_is_left_out()
    {
        var file = PbText.Read(PbText.Of(votes: "voter_id;vote\n1;x,a\n2;b\n3;a"));
        file.Votes().ShouldBe([2, 1, 0]);
        file.Report.Findings.ShouldHaveSingleItem().ShouldBe(new PbFinding(21, 3, PbFindingCode.UnknownProject, "x"));
    }

    [Fact]
    public void A_repeated_project_id_keeps_its_first_row()
    {
        var file = PbText.Read(PbText.Of(projects: "project_id;cost\na;5\nb;4\na;9"));
        file.Election.Projects.Select(project => project.Cost).ShouldBe([5, 4]);
        file.Report.Count(PbFindingCode.DuplicateProject).ShouldBe(1);
        file.Report.Count(PbFindingCode.ProjectCountMismatch).ShouldBe(0);
    }

    [Fact]
    public void Both_ballots_of_a_repeated_voter_id_count()
    {
        var file = PbText.Read(PbText.Of(votes: "voter_id;vote\n1;a\n1;a\n2;a"));
        file.Votes().ShouldBe([3, 0, 0]);
        file.Report.Count(PbFindingCode.DuplicateVoter).ShouldBe(1);
    }

    [Fact]
    public void Votes_without_voter_ids_are_ballots()
    {
        var file = PbText.Read(PbText.Of(votes: "vote\na\na,c\nb"));
        file.Votes().ShouldBe([2, 1, 1]);
        file.Report.Count(PbFindingCode.NoVoterIds).ShouldBe(1);
    }

    [Fact]
    public void Published_numbers_are_counted_afresh()
    {
        var file = PbText.Read(PbText.Of(projects: "project_id;cost;votes\na;5;7\nb;4;1", votes: "voter_id;vote\n1;a,b"));
        file.Report.Counts.Keys.ShouldBe(
            [PbFindingCode.ProjectCountMismatch, PbFindingCode.BallotCountMismatch, PbFindingCode.VotesMismatch], ignoreOrder: true);
        file.Votes().ShouldBe([1, 1]);
    }

    [Fact]
    public void Short_and_long_rows_and_blank_lines_are_survived()
    {
        var file = PbText.Read(PbText.Of(votes: "voter_id;vote;age\n1;a\n\n;;\n2;b;30;x\n3;c;20"));
        file.Votes().ShouldBe([1, 1, 1]);
        file.Report.Count(PbFindingCode.ShortRow).ShouldBe(1);
        file.Report.Count(PbFindingCode.LongRow).ShouldBe(1);
        file.Report.Count(PbFindingCode.BlankLine).ShouldBe(2);
    }

    [Fact]
    public void Points_belong_to_projects_by_place()
    {
        var file = PbText.Read(PbText.Of(
            voteType: "cumulative", meta: "rule;greedy\nmax_sum_points;5", votes: "voter_id;vote;points\n1;b,a;3,1.5\n2;b;0\n3;c;2"));
        file.Points().ShouldBe(["1.5", "3", "2"]);
        file.Votes().ShouldBe([1, 2, 1]);
        file.Report.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1;b,a;3", "0", "3")]
    [InlineData("1;b,a;3,2,1", "2", "3")]
    [InlineData("1;b,a;,2", "2", "0")]
    [InlineData("1;b,a;x,2", "2", "0")]
    public void Points_that_do_not_match_are_reported(string ballot, string pointsOfA, string pointsOfB)
    {
        var file = PbText.Read(PbText.Of(
            voteType: "cumulative", meta: "rule;greedy\nmax_sum_points;9", votes: "voter_id;vote;points\n" + ballot));
        file.Points().ShouldBe([pointsOfA, pointsOfB, "0"]);
        (file.Report.Count(PbFindingCode.PointCountMismatch) + file.Report.Count(PbFindingCode.BadPoints)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_scoring_ballot_gives_the_default_score_to_what_it_leaves_out()
    {
        var file = PbText.Read(PbText.Of(
            voteType: "scoring", meta: "rule;greedy\ndefault_score;-0.5", votes: "voter_id;vote;points\n1;a;2\n2;a,b;1,1\n3;;"));
        file.Points().ShouldBe(["2.5", "0", "-1.5"]);
    }

    [Fact]
    public void Approval_up_to_the_budget_is_knapsack_voting()
    {
        PbText.Read(PbText.Of(meta: "rule;greedy\nmax_sum_cost;10")).Election.VoteType.ShouldBe(VoteType.Knapsack);
        PbText.Read(PbText.Of(meta: "rule;greedy\nmax_sum_cost;9")).Election.VoteType.ShouldBe(VoteType.Approval);
    }

    [Theory]
    [InlineData("approval", "max_length;1", PbFindingCode.LengthOutOfLimits)]
    [InlineData("choose-1", "edition;1", PbFindingCode.LengthOutOfLimits)]
    [InlineData("approval", "max_sum_cost;8", PbFindingCode.CostOutOfLimits)]
    public void Ballots_over_the_limits_are_counted_and_reported(string voteType, string limit, PbFindingCode expected)
    {
        var file = PbText.Read(PbText.Of(voteType: voteType, meta: "rule;greedy\n" + limit));
        file.Report.Findings.ShouldHaveSingleItem().Code.ShouldBe(expected);
        file.Votes().ShouldBe([2, 1, 1]);
    }

    [Fact]
    public void Points_over_the_limit_are_counted_and_reported()
    {
        var file = PbText.Read(PbText.Of(
            voteType: "cumulative", meta: "rule;greedy\nmax_sum_points;4", votes: "voter_id;vote;points\n1;a;5\n2;a;4\n3;a;4"));
        file.Report.Findings.ShouldHaveSingleItem().ShouldBe(new PbFinding(22, 3, PbFindingCode.PointsOutOfLimits, "a"));
        file.Points().ShouldBe(["13", "0", "0"]);
    }

    [Fact]
    public void Metadata_are_kept_and_their_oddities_reported()
    {
        var file = PbText.Read(PbText.Of(meta: "rule;greedy\ncomment;a;b\nhomemade;x\nhomemade;y\n;z\nmax_length;many"));
        file.Election.MetaValue("comment").ShouldBe("a;b");
        file.Election.MetaValue("homemade").ShouldBe("x");
        file.Report.Counts.Keys.ShouldBe(
            [PbFindingCode.UnquotedSeparator, PbFindingCode.DuplicateMeta, PbFindingCode.MetaWithoutKey, PbFindingCode.BadMetaNumber],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("5000000000")]
    public void A_project_withdrawn_after_the_voting_cannot_win(string budget)
    {
        var file = PbText.Read(PbText.Of(budget: budget, projects: "project_id;cost\na;999999999\nb;4\nc;3"));
        file.Report.Count(PbFindingCode.WithdrawnProject).ShouldBe(1);
        new GreedyRule().Count(file.Election).SelectedIds.ShouldNotContain("a");
        PbText.Read(PbRoundTrip.WriteBytes(file.Election)).Election.Projects[0].Cost.ShouldBe(file.Election.Projects[0].Cost);
    }

    [Fact]
    public void Cumulative_votes_state_the_sum_of_points()
    {
        var file = PbText.Read(PbText.Of(voteType: "cumulative", votes: "voter_id;vote;points\n1;a;5\n2;a;4\n3;a;4"));
        file.Report.Findings.ShouldHaveSingleItem().Value.ShouldBe("max_sum_points");
        PbFormat.MissingMeta(file.Election).ShouldBe(["max_sum_points"]);
    }

    [Theory]
    [InlineData("\v")]
    [InlineData("\u00A0")]
    public void A_metadata_key_of_nothing_but_blanks_is_no_key(string key)
    {
        var file = PbText.Read(PbText.Of(meta: $"rule;greedy\n{key};x"));
        file.Report.Findings.ShouldHaveSingleItem().Code.ShouldBe(PbFindingCode.MetaWithoutKey);
    }

    [Fact]
    public void A_thousand_findings_of_a_kind_are_counted_and_the_first_kept()
    {
        var votes = new StringBuilder("voter_id;vote");
        for (var voter = 0; voter < 5000; voter++)
        {
            votes.Append('\n').Append(voter).Append(";x");
        }

        var report = PbText.Read(PbText.Of(votes: votes.ToString())).Report;
        report.Count(PbFindingCode.UnknownProject).ShouldBe(5000);
        report.Findings.Count(finding => finding.Code == PbFindingCode.UnknownProject).ShouldBe(PbReport.KeptOfEachKind);
    }
}
