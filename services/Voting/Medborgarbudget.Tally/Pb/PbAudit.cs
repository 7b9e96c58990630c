using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>Finishes the election and holds what the file states about itself against what its rows say.</summary>
internal static class PbAudit
{
    public static bool TryFinish(
        ElectionBuilder builder,
        PbMetaSection meta,
        PbProjectSection projects,
        PbReportBuilder report,
        [NotNullWhen(true)] out Election? election)
    {
        if (!builder.TryBuild(out election))
        {
            return report.Fail(PbFaultCode.Overflow, meta.LineOf("default_score"), 1, "The default score cannot be counted exactly.");
        }

        meta.Compare("num_projects", projects.RowCount, PbFindingCode.ProjectCountMismatch);
        meta.Compare("num_votes", election.Ballots.BallotCount, PbFindingCode.BallotCountMismatch);
        CompareColumns(election, projects, report);
        return true;
    }

    private static void CompareColumns(Election election, PbProjectSection projects, PbReportBuilder report)
    {
        var support = Support.Of(election, OrdinalScoring.MaxLength);
        for (var index = 0; index < election.Projects.Length; index++)
        {
            var votes = ExactDecimal.Whole(support.Votes[index]);
            var score = new ExactDecimal(support.Points[index], support.PointDecimals);
            Compare("votes", votes, PbFindingCode.VotesMismatch);
            Compare("score", score, PbFindingCode.ScoreMismatch);

            void Compare(string column, ExactDecimal counted, PbFindingCode code)
            {
                if (election.Projects[index].Detail(column) is { } stated && !Is(stated, counted))
                {
                    report.Add(code, projects.LineOf(index), 1, $"{stated}, counted {counted}");
                }
            }
        }
    }

    private static bool Is(string stated, ExactDecimal counted) =>
        ExactDecimal.Parse(Encoding.UTF8.GetBytes(stated), out var number) == NumberReading.Number
        && number.CompareTo(counted) == 0;
}
