namespace Medborgarbudget.Tally;

/// <summary>
/// All ballots of an election, identical ones gathered into one class with a weight. A class lists the indexes of its projects:
/// in rank order for ordinal ballots, else ascending. Nothing else of a ballot is kept: no voter, no time, no order of casting.
/// </summary>
public sealed class BallotClasses
{
    private readonly int[] offsets;
    private readonly int[] projects;
    private readonly long[]? points;
    private readonly int[] weights;

    internal BallotClasses(int[] offsets, int[] projects, long[]? points, int pointDecimals, int[] weights)
    {
        this.offsets = offsets;
        this.projects = projects;
        this.points = points;
        this.weights = weights;
        PointDecimals = pointDecimals;
        foreach (var weight in weights)
        {
            BallotCount += weight;
        }
    }

    /// <summary>How many different ballots there are.</summary>
    public int Count => weights.Length;

    /// <summary>How many ballots were cast, blank ones included: the n of every rule.</summary>
    public long BallotCount { get; }

    /// <summary>Whether ballots carry points of their own (cumulative and scoring).</summary>
    public bool HasPoints => points is not null;

    /// <summary>The decimals of <see cref="Points"/>; the fewest that hold every point exactly.</summary>
    public int PointDecimals { get; }

    /// <summary>How many ballots are of this class; at least 1.</summary>
    public int Weight(int ballotClass) => weights[ballotClass];

    /// <summary>The indexes of the projects on ballots of this class, each once; empty for the blank ballot.</summary>
    public ReadOnlySpan<int> Projects(int ballotClass) =>
        projects.AsSpan(offsets[ballotClass]..offsets[ballotClass + 1]);

    /// <summary>The points given to each of <see cref="Projects"/>, in units of <see cref="PointDecimals"/>; empty without points.</summary>
    public ReadOnlySpan<long> Points(int ballotClass) =>
        points is null ? default : points.AsSpan(offsets[ballotClass]..offsets[ballotClass + 1]);

    /// <summary>The most points that a ballot gives one project, in units; 1 when ballots carry no points.</summary>
    internal long MostPoints => points is { Length: > 0 } ? Math.Max(1, points.Max()) : 1;

    /// <summary>These ballots and some more that name one project only, with these points when ballots carry points.</summary>
    internal BallotClasses With(int project, int count, long pointsEach) => new(
        [.. offsets, offsets[^1] + 1],
        [.. projects, project],
        points is null ? null : [.. points, pointsEach],
        PointDecimals,
        [.. weights, count]);
}
