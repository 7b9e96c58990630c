using System.Collections.Immutable;
using System.Globalization;

namespace Medborgarbudget.Tally;

/// <summary>
/// A paper or screen ballot whose marks stand for points, and how it becomes an election with points: a scoring vote, counted by
/// <see cref="Rule"/> or any other rule that takes points.
/// </summary>
public abstract record BallotForm
{
    private protected BallotForm()
    {
    }

    /// <summary>First, second and third choice for 3, 2 and 1 points (gold, silver, bronze); a shorter ballot gives 3, or 3 and 2.</summary>
    public static PlaceBallot ThreeTwoOne { get; } = new([3, 2, 1]);

    /// <summary>The rule that such ballots are meant for: most points first.</summary>
    public static GreedyRule Rule => new() { Order = GreedyOrder.Points };

    /// <summary>The most points that one project can get from one ballot.</summary>
    public abstract long MostPoints { get; }

    /// <summary>The most projects on one ballot.</summary>
    public abstract int MostProjects { get; }

    /// <summary>Starts an election with such ballots; its metadata state their limits.</summary>
    /// <param name="budget">In minor units; zero or more.</param>
    /// <param name="moneyDecimals">The decimals of every amount: 2 when amounts are in öre.</param>
    public ElectionBuilder Start(long budget, int moneyDecimals = 2)
    {
        var builder = new ElectionBuilder(VoteType.Scoring, budget, moneyDecimals);
        builder.SetMeta("max_length", MostProjects.ToString(CultureInfo.InvariantCulture));
        builder.SetMeta("min_points", "0");
        builder.SetMeta("max_points", MostPoints.ToString(CultureInfo.InvariantCulture));
        builder.SetMeta("default_score", "0");
        return builder;
    }
}

/// <summary>A ballot with places: the project at each gets the points of that place.</summary>
/// <param name="Points">The points of each place, the first choice first; above zero.</param>
public sealed record PlaceBallot(ImmutableArray<long> Points) : BallotForm
{
    /// <inheritdoc/>
    public override long MostPoints => Points.Max();

    /// <inheritdoc/>
    public override int MostProjects => Points.Length;

    /// <summary>Adds a ballot, or several identical ones.</summary>
    /// <param name="builder">Of an election with such ballots.</param>
    /// <param name="projectIndexes">From the first choice on; at most one for each place, none for a blank ballot.</param>
    /// <param name="weight">How many ballots are filled in this way.</param>
    /// <exception cref="ArgumentException">More projects than places, an unknown one, or one twice.</exception>
    public void Add(ElectionBuilder builder, ReadOnlySpan<int> projectIndexes, int weight = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (projectIndexes.Length > Points.Length)
        {
            throw new ArgumentException("A ballot has one project for each place at the most.", nameof(projectIndexes));
        }

        builder.AddBallot(projectIndexes, Points.AsSpan(..projectIndexes.Length), weight);
    }

    /// <summary>Compares the places.</summary>
    public bool Equals(PlaceBallot? other) => other is not null && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => Points.Aggregate(0, HashCode.Combine);
}

/// <summary>A ballot with marks of one point each, one of which may carry a star that doubles it.</summary>
/// <param name="MostMarks">How many projects may be marked, the starred one among them.</param>
public sealed record StarBallot(int MostMarks) : BallotForm
{
    private const long Plain = 1;
    private const long Starred = 2;

    /// <inheritdoc/>
    public override long MostPoints => Starred;

    /// <inheritdoc/>
    public override int MostProjects => MostMarks;

    /// <summary>Adds a ballot, or several identical ones.</summary>
    /// <param name="builder">Of an election with such ballots.</param>
    /// <param name="marked">The marked projects, in any order; none for a blank ballot.</param>
    /// <param name="starred">The one of them with the star, or null.</param>
    /// <param name="weight">How many ballots are filled in this way.</param>
    /// <exception cref="ArgumentException">Too many marks, a star without a mark, an unknown project, or one twice.</exception>
    public void Add(ElectionBuilder builder, ReadOnlySpan<int> marked, int? starred, int weight = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (marked.Length > MostMarks || (starred is { } own && !marked.Contains(own)))
        {
            throw new ArgumentException("A ballot has as many marks as are allowed, and its star at one of them.", nameof(marked));
        }

        var points = new long[marked.Length];
        for (var mark = 0; mark < points.Length; mark++)
        {
            points[mark] = marked[mark] == starred ? Starred : Plain;
        }

        builder.AddBallot(marked, points, weight);
    }
}
