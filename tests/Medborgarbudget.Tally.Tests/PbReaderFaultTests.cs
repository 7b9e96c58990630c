using System.Text;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Files that cannot be counted: a fault with its line, never an exception.</summary>
public sealed class PbReaderFaultTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("id,cost\n1,2\n")]
    [InlineData("{\"meta\":{}}")]
    [InlineData("meta\nkey;value\n")]
    public void Something_else_than_a_pb_file_is_named_so(string text) =>
        PbText.Fault(text).ShouldBe(new PbFault(PbFaultCode.NotPb, 1, 1, "This is not a .pb file: its first line is not META."));

    [Theory]
    [InlineData("META\nkey;value\nbudget;1", PbFaultCode.MissingSection, 4)]
    [InlineData("META\nkey;value\nbudget;1\nvote_type;approval\nVOTES\n", PbFaultCode.MissingSection, 5)]
    [InlineData("META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\n", PbFaultCode.MissingColumn, 6)]
    [InlineData("META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1", PbFaultCode.MissingSection, 8)]
    [InlineData("META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1", PbFaultCode.MissingMeta, 4)]
    [InlineData("META\nkey;value\nbudget;1\nPROJECTS\nproject_id;cost\na;1", PbFaultCode.MissingMeta, 4)]
    public void A_missing_part_is_a_fault(string text, PbFaultCode code, int line)
    {
        var fault = PbText.Fault(text);
        (fault.Code, fault.Line).ShouldBe((code, line));
    }

    [Fact]
    public void An_unknown_vote_type_is_a_fault()
    {
        var fault = PbText.Fault(PbText.Of(voteType: "quadratic"));
        (fault.Code, fault.Line, fault.Message).ShouldBe(
            (PbFaultCode.UnknownVoteType, 12, "No vote type is called 'quadratic'."));
    }

    [Theory]
    [InlineData("ten", PbFaultCode.NotANumber)]
    [InlineData("1e6", PbFaultCode.NotANumber)]
    [InlineData("1.2.3", PbFaultCode.NotANumber)]
    [InlineData("-1", PbFaultCode.Negative)]
    [InlineData("99999999999999999999", PbFaultCode.Overflow)]
    [InlineData("0.0000000001", PbFaultCode.Overflow)]
    public void An_amount_must_be_a_number(string amount, PbFaultCode code)
    {
        PbText.Fault(PbText.Of(budget: amount)).ShouldSatisfyAllConditions(
            fault => fault.Code.ShouldBe(code), fault => fault.Line.ShouldBe(11));
        PbText.Fault(PbText.Of(projects: $"project_id;cost\na;5\nb;{amount}")).ShouldSatisfyAllConditions(
            fault => fault.Code.ShouldBe(code), fault => fault.Line.ShouldBe(17), fault => fault.Column.ShouldBe(3));
    }

    [Fact]
    public void Amounts_that_overflow_only_together_are_a_fault() =>
        PbText.Fault(PbText.Of(budget: "9000000000000000000", projects: "project_id;cost\na;0.5")).Code.ShouldBe(PbFaultCode.Overflow);

    [Theory]
    [InlineData("voter_id;vote;points\n1;a;99999999999999999999", "max_sum_points;1")]
    [InlineData("voter_id;vote;points\n1;a;4000000000000\n2;a;4000000000000", "max_sum_points;1")]
    [InlineData("voter_id;vote;points\n1;a;0.1234567", "max_sum_points;1")]
    [InlineData("voter_id;vote;points\n1;a;1", "default_score;9000000000000000000")]
    public void Points_that_cannot_be_counted_exactly_are_a_fault(string votes, string meta) =>
        PbText.Fault(PbText.Of(voteType: "scoring", meta: meta, votes: votes)).Code.ShouldBe(PbFaultCode.Overflow);

    [Theory]
    [InlineData("project_id;name\na;5", PbFaultCode.MissingColumn)]
    [InlineData("id;cost\na;5", PbFaultCode.MissingColumn)]
    [InlineData("project_id;cost\n;5", PbFaultCode.BadProjectId)]
    [InlineData("project_id;cost\n\"a,b\";5", PbFaultCode.BadProjectId)]
    [InlineData("project_id;cost\n\"a;5", PbFaultCode.UnclosedQuote)]
    public void Projects_that_ballots_cannot_name_are_a_fault(string projects, PbFaultCode code) =>
        PbText.Fault(PbText.Of(projects: projects)).Code.ShouldBe(code);

    [Theory]
    [InlineData("approval", "voter_id;choice\n1;a")]
    [InlineData("cumulative", "voter_id;vote\n1;a")]
    public void Votes_without_their_column_are_a_fault(string voteType, string votes) =>
        PbText.Fault(PbText.Of(voteType: voteType, votes: votes)).Code.ShouldBe(PbFaultCode.MissingColumn);

    [Fact]
    public void A_quotation_mark_that_is_never_closed_does_not_take_the_memory()
    {
        var text = PbText.Of(votes: "voter_id;vote\n1;\"a\n" + new string('x', 20_000_000));
        PbText.Fault(text).Code.ShouldBe(PbFaultCode.RowTooLong);
    }

    [Fact]
    public void A_cut_off_file_at_any_byte_is_a_file_or_a_fault()
    {
        var bytes = Encoding.UTF8.GetBytes(PbText.Of(projects: "project_id;name;cost\na;\"å \"\"ä\"\"\";5\nb;ö;4\nc;;3"));
        for (var length = 0; length < bytes.Length; length++)
        {
            PbReader.TryRead(bytes.AsMemory(0, length), out var file, out var fault).ShouldBe(fault is null);
            (file is null).ShouldBe(fault is not null);
        }
    }
}
