using System.Text;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Small .pb texts for the tests, made up here.</summary>
internal static class PbText
{
    private const string Obligatory =
        "description;Test\ncountry;Sweden\nunit;Lindkullen\ninstance;2026\nnum_projects;3\nnum_votes;3\n"
        + "date_begin;01.09.2026\ndate_end;2026";

    public static string Of(
        string meta = "rule;greedy",
        string budget = "10",
        string voteType = "approval",
        string projects = "project_id;cost\na;5\nb;4\nc;3",
        string votes = "voter_id;vote\n1;a\n2;a,b\n3;c") =>
        $"META\nkey;value\n{Obligatory}\nbudget;{budget}\nvote_type;{voteType}\n{meta}\nPROJECTS\n{projects}\nVOTES\n{votes}\n";

    public static PbFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static PbFile Read(byte[] bytes)
    {
        PbReader.TryRead(bytes, out var file, out var fault).ShouldBeTrue(fault?.ToString());
        return file!;
    }

    public static PbFault Fault(string text)
    {
        PbReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault).ShouldBeFalse();
        return fault!;
    }

    /// <summary>Votes by project as the ballots say.</summary>
    public static long[] Votes(this PbFile file) => [.. Support.Of(file.Election, OrdinalScoring.MaxLength).Votes];

    /// <summary>Points by project as the ballots say, as text.</summary>
    public static string[] Points(this PbFile file)
    {
        var support = Support.Of(file.Election, OrdinalScoring.MaxLength);
        return [.. support.Points.Select(units => new ExactDecimal(units, support.PointDecimals).ToString())];
    }
}
