namespace Medborgarbudget.Tally.Pb;

/// <summary>Reports ballots that break the published limits. They count all the same, as the cities counted them.</summary>
internal sealed class PbBallotCheck(ElectionBuilder builder, PbReportBuilder report)
{
    private readonly BallotLimits limits = builder.Limits;
    private readonly long? minPoints = Points(builder.Limits.MinPoints);
    private readonly long? maxPoints = Points(builder.Limits.MaxPoints);
    private readonly long? minSum = Points(builder.Limits.MinSumPoints);
    private readonly long? maxSum = Points(builder.Limits.MaxSumPoints);

    public void Check(PbRows rows, int voteColumn, ReadOnlySpan<int> chosen, ReadOnlySpan<long> points)
    {
        if (chosen.IsEmpty)
        {
            return;
        }

        if (chosen.Length < limits.MinLength || chosen.Length > limits.MaxLength)
        {
            report.Add(PbFindingCode.LengthOutOfLimits, rows.Line, rows.Column(voteColumn), rows[voteColumn]);
        }

        if ((limits.MinSumCost is not null || limits.MaxSumCost is not null) && !IsCostInside(chosen))
        {
            report.Add(PbFindingCode.CostOutOfLimits, rows.Line, rows.Column(voteColumn), rows[voteColumn]);
        }

        if (!ArePointsInside(points))
        {
            report.Add(PbFindingCode.PointsOutOfLimits, rows.Line, rows.Column(voteColumn), rows[voteColumn]);
        }
    }

    private static long? Points(ExactDecimal? limit) =>
        limit is { } number && number.TryAtScale(PbProjectSection.PointDecimals, out var units) ? units : null;

    private bool IsCostInside(ReadOnlySpan<int> chosen)
    {
        Int128 cost = 0;
        foreach (var project in chosen)
        {
            cost += builder.CostOf(project);
        }

        return !(cost < limits.MinSumCost || cost > limits.MaxSumCost);
    }

    private bool ArePointsInside(ReadOnlySpan<long> points)
    {
        if (points.IsEmpty)
        {
            return true;
        }

        Int128 sum = 0;
        foreach (var value in points)
        {
            sum += value;
            if (value < minPoints || value > maxPoints)
            {
                return false;
            }
        }

        return !(sum < minSum || sum > maxSum);
    }
}
