namespace Medborgarbudget.Tally.Pb;

/// <summary>Reads VOTES to the end: each row is a ballot, straight from bytes to project indexes.</summary>
internal sealed class PbVoteSection(PbRows rows, PbReportBuilder report, PbProjectSection projects, ElectionBuilder builder)
{
    private readonly HashSet<ulong> voters = [];
    private readonly int[] chosen = new int[projects.Count];
    private readonly long[] given = new long[projects.Count];
    private readonly PbBallotCheck check = new(builder, report);
    private int voterColumn;
    private int voteColumn;
    private int pointColumn;
    private int count;

    public bool TryRead()
    {
        if (!rows.TryNext())
        {
            return report.Fail(PbFaultCode.MissingColumn, rows.Line, 1, "The VOTES section has no header line.");
        }

        var columns = PbColumns.Read(rows, report);
        (voterColumn, voteColumn, pointColumn) = (columns.Find("voter_id"), columns.Find("vote"), columns.Find("points"));
        if (voteColumn < 0 || (builder.HasPoints && pointColumn < 0))
        {
            return report.Fail(PbFaultCode.MissingColumn, rows.Line, 1, "The votes need the column vote, and points where they carry them.");
        }

        if (voterColumn < 0)
        {
            report.Add(PbFindingCode.NoVoterIds, rows.Line, 1, "");
        }

        while (rows.TryNext())
        {
            columns.CheckLength(rows, report);
            if (!TryAdd())
            {
                return false;
            }
        }

        return report.Fault is null;
    }

    private bool TryAdd()
    {
        CheckVoter();
        builder.BeginBallot();
        count = 0;
        if (!TryReadEntries())
        {
            return false;
        }

        var points = builder.HasPoints ? given.AsSpan(0, count) : default;
        check.Check(rows, voteColumn, chosen.AsSpan(0, count), points);
        return builder.TryAddMarked(chosen.AsSpan(0, count), points, 1)
            || report.Fail(PbFaultCode.Overflow, rows.Line, 1, "The sum of all points is more than can be counted exactly.");
    }

    private void CheckVoter()
    {
        // A set of 64-bit hashes: it only feeds the report, where one false alarm in 10^5 national elections does no harm.
        if (voterColumn >= 0 && !rows[voterColumn].IsEmpty && !voters.Add(BallotCompressor.Hash(rows[voterColumn])))
        {
            report.Add(PbFindingCode.DuplicateVoter, rows.Line, rows.Column(voterColumn), rows[voterColumn]);
        }
    }

    private bool TryReadEntries()
    {
        var votes = rows[voteColumn];
        var points = builder.HasPoints ? rows[pointColumn] : default;
        if (votes.IsEmpty || (votes.SequenceEqual("none"u8) && !projects.Index.TryFind(votes, out _)))
        {
            return true;
        }

        var isMore = true;
        while (isMore)
        {
            var id = Next(ref votes, out isMore);
            var value = 0L;
            if (builder.HasPoints && !TryReadPoints(ref points, isMore, out value))
            {
                return false;
            }

            Note(id, value);
        }

        return true;
    }

    private void Note(ReadOnlySpan<byte> id, long value)
    {
        if (!projects.Index.TryFind(id, out var project))
        {
            report.Add(PbFindingCode.UnknownProject, rows.Line, rows.Column(voteColumn), id);
        }
        else if (!builder.MarkOnBallot(project))
        {
            report.Add(PbFindingCode.RepeatedProject, rows.Line, rows.Column(voteColumn), id);
        }
        else
        {
            (chosen[count], given[count]) = (project, value);
            count++;
        }
    }

    /// <summary>Reads the points of one entry; false only when they cannot be held exactly.</summary>
    private bool TryReadPoints(ref ReadOnlySpan<byte> points, bool isMoreToCome, out long value)
    {
        value = 0;
        var column = rows.Column(pointColumn);
        var text = Next(ref points, out var isMore);
        if (isMore != isMoreToCome && (isMore || !text.IsEmpty || !isMoreToCome))
        {
            report.Add(PbFindingCode.PointCountMismatch, rows.Line, column, text);
        }

        var reading = ExactDecimal.Parse(text, out var number);
        if (reading == NumberReading.NotANumber)
        {
            report.Add(PbFindingCode.BadPoints, rows.Line, column, text);
            return true;
        }

        return (reading == NumberReading.Number && number.TryAtScale(PbProjectSection.PointDecimals, out value))
            || report.Fail(PbFaultCode.Overflow, rows.Line, column, "The points have more digits than can be counted exactly.");
    }

    /// <summary>Takes the next entry off a comma list.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> list, out bool isMore)
    {
        var comma = list.IndexOf((byte)',');
        isMore = comma >= 0;
        var entry = isMore ? list[..comma] : list;
        list = isMore ? list[(comma + 1)..] : default;
        return entry.Trim(" \t"u8);
    }
}
