using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// What the ballots say about each project, counted afresh from them: published columns are never trusted.
/// </summary>
/// <param name="Votes">By project, how many ballots name it, whatever points they give it.</param>
/// <param name="Points">By project, the sum of its points, in units of <paramref name="PointDecimals"/>.</param>
/// <param name="PointDecimals">The decimals of the points.</param>
public sealed record Support(ImmutableArray<long> Votes, ImmutableArray<long> Points, int PointDecimals)
{
    /// <summary>
    /// Counts votes and points. An approved or chosen project gets one point a ballot, a ranked one by its place, and a project
    /// left out of a scoring ballot gets the default score.
    /// </summary>
    public static Support Of(Election election, OrdinalScoring ordinalScoring)
    {
        ArgumentNullException.ThrowIfNull(election);
        var ballots = election.Ballots;
        var votes = new long[election.Projects.Length];
        var points = new long[election.Projects.Length];
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var chosen = ballots.Projects(ballotClass);
            long weight = ballots.Weight(ballotClass);
            for (var place = 0; place < chosen.Length; place++)
            {
                votes[chosen[place]] += weight;
                points[chosen[place]] += weight * PointsOf(election, ordinalScoring, ballotClass, place);
            }
        }

        AddDefaultScore(election, votes, points);
        return new Support([.. votes], [.. points], ballots.PointDecimals);
    }

    /// <summary>Why a project takes no part in a count by votes: nobody voted for it, or too few; none when it does.</summary>
    internal Verdict LeftOut(int project, ExactDecimal? leastVotes) =>
        Votes[project] == 0 ? Verdict.NoSupport
        : leastVotes is { } least && ExactDecimal.Whole(Votes[project]).CompareTo(least) < 0 ? Verdict.UnderThreshold
        : Verdict.None;

    internal static long PointsOf(Election election, OrdinalScoring scoring, int ballotClass, int place)
    {
        if (election.Ballots.HasPoints)
        {
            return election.Ballots.Points(ballotClass)[place];
        }

        if (election.VoteType != VoteType.Ordinal)
        {
            return 1;
        }

        var length = election.Ballots.Projects(ballotClass).Length;
        return scoring switch
        {
            OrdinalScoring.MaxLength => Math.Max(0, election.Limits.MaxLength - place),
            OrdinalScoring.BallotLength => length - place,
            OrdinalScoring.PlacesBelow => length - place - 1,
        };
    }

    private static void AddDefaultScore(Election election, long[] votes, long[] points)
    {
        if (election.Limits.DefaultScore.Units == 0
            || !election.Limits.DefaultScore.TryAtScale(election.Ballots.PointDecimals, out var score))
        {
            return;
        }

        for (var project = 0; project < points.Length; project++)
        {
            points[project] += score * (election.Ballots.BallotCount - votes[project]);
        }
    }
}
