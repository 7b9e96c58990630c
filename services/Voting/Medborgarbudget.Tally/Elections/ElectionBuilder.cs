using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Medborgarbudget.Tally;

/// <summary>
/// Builds an <see cref="Election"/> from projects and ballots. All projects come before the first ballot. Amounts are in minor
/// units; a ballot is the indexes of its projects, as <see cref="AddProject"/> gave them, in rank order when the vote is ordinal.
/// Not safe for several threads.
/// </summary>
public sealed class ElectionBuilder
{
    /// <summary>The points of all ballots together, in units, stay under this, so that products with a cost fit 128 bits.</summary>
    private static readonly Int128 MostPoints = Int128.One << 62;

    private const long MostBallots = int.MaxValue;

    /// <summary>The metadata key of the seed that lots were drawn from. It is this project's own; the format keeps unknown keys.</summary>
    internal const string LotSeedKey = "tie_lot_seed";

    private readonly VoteType voteType;
    private readonly long budget;
    private readonly int moneyDecimals;
    private readonly int pointDecimals;
    private readonly List<Project> projects = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> meta = new(StringComparer.Ordinal);
    private readonly BallotCompressor ballots;
    private ImmutableArray<int> lotOrder = [];
    private LotDraw? lotDraw;
    private int[] lastSeen = [];
    private int[] chosen = [];
    private long[] given = [];
    private int stamp;
    private long ballotCount;
    private Int128 pointMass;

    /// <summary>Starts an election.</summary>
    /// <param name="voteType">How the ballots are filled in.</param>
    /// <param name="budget">In minor units; zero or more.</param>
    /// <param name="moneyDecimals">The decimals of every amount: 2 when amounts are in öre.</param>
    /// <param name="pointDecimals">The decimals of the points that <see cref="AddBallot"/> takes.</param>
    public ElectionBuilder(VoteType voteType, long budget, int moneyDecimals = 2, int pointDecimals = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        ArgumentOutOfRangeException.ThrowIfNegative(moneyDecimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(moneyDecimals, ExactDecimal.MaxDecimals);
        ArgumentOutOfRangeException.ThrowIfNegative(pointDecimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pointDecimals, ExactDecimal.MaxDecimals);
        this.voteType = voteType;
        this.budget = budget;
        this.moneyDecimals = moneyDecimals;
        this.pointDecimals = pointDecimals;
        HasPoints = voteType is VoteType.Cumulative or VoteType.Scoring;
        ballots = new BallotCompressor(voteType == VoteType.Ordinal, HasPoints);
    }

    /// <summary>Whether each project on a ballot comes with points.</summary>
    public bool HasPoints { get; }

    /// <summary>What a ballot may hold, by the metadata and projects so far.</summary>
    internal BallotLimits Limits => BallotLimits.From([.. meta], voteType, projects.Count, moneyDecimals);

    internal sealed record Parts(
        VoteType VoteType,
        long Budget,
        int MoneyDecimals,
        ImmutableArray<Project> Projects,
        ImmutableArray<KeyValuePair<string, string>> Meta,
        ImmutableArray<int> LotOrder,
        LotDraw? LotDraw,
        BallotLimits Limits,
        BallotClasses Ballots);

    /// <summary>Adds a project and returns its index. The id must be new, not empty, without comma and outer blanks.</summary>
    public int AddProject(string id, string name, long cost, params ImmutableArray<KeyValuePair<string, string>> details)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        if (ballotCount > 0)
        {
            throw new InvalidOperationException("Every project comes before the first ballot.");
        }

        if (id.Contains(',', StringComparison.Ordinal) || id.Trim() != id || !ids.Add(id))
        {
            throw new ArgumentException($"Project id '{id}' is taken, has a comma or outer blanks.", nameof(id));
        }

        projects.Add(new Project(id, name, cost, details.IsDefault ? [] : details));
        return projects.Count - 1;
    }

    /// <summary>Sets a metadata key of the .pb format, such as <c>max_length</c>; the latest value holds.</summary>
    public void SetMeta(string key, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(value);
        meta[key] = value;
    }

    /// <summary>States the published lots: every project index once, the one that wins a draw first.</summary>
    public void SetLotOrder(ReadOnlySpan<int> projectsInLotOrder)
    {
        ImmutableArray<int> order = [.. projectsInLotOrder];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, projects.Count)))
        {
            throw new ArgumentException("The lots name every project once.", nameof(projectsInLotOrder));
        }

        (lotOrder, lotDraw) = (order, null);
    }

    /// <summary>Draws the lots of all projects so far from a public seed, which is kept with the election and its metadata.</summary>
    public void DrawLots(string seed)
    {
        List<string> drawn = [.. projects.Select(project => project.Id)];
        lotDraw = LotDraw.Of(seed, drawn);
        lotOrder = lotDraw.OrderOf(drawn);
        SetMeta(LotSeedKey, seed);
    }

    /// <summary>
    /// Adds a ballot, or several identical ones. No project at all is a blank ballot, which counts among the ballots.
    /// </summary>
    /// <param name="projectIndexes">Each project at most once; ranked when the vote is ordinal.</param>
    /// <param name="points">One value for each project when <see cref="HasPoints"/>, else empty.</param>
    /// <param name="weight">How many ballots are filled in this way.</param>
    /// <exception cref="ArgumentException">An unknown or repeated index, or points that do not match.</exception>
    public void AddBallot(ReadOnlySpan<int> projectIndexes, ReadOnlySpan<long> points = default, int weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        if (points.Length != (HasPoints ? projectIndexes.Length : 0))
        {
            throw new ArgumentException("Points come one for each project, and only with votes that carry points.", nameof(points));
        }

        BeginBallot();
        foreach (var index in projectIndexes)
        {
            if (index < 0 || index >= projects.Count || !MarkOnBallot(index))
            {
                throw new ArgumentException("A ballot names known projects, each once.", nameof(projectIndexes));
            }
        }

        if (!TryAddMarked(projectIndexes, points, weight))
        {
            throw new ArgumentOutOfRangeException(nameof(points), "The points of all ballots are more than can be counted exactly.");
        }
    }

    /// <summary>The finished election. The builder is not used after this.</summary>
    /// <exception cref="OverflowException">The default score of a scoring vote is too large or too fine to count exactly.</exception>
    public Election Build() => TryBuild(out var election)
        ? election
        : throw new OverflowException("The default score cannot be counted exactly.");

    internal bool TryBuild([NotNullWhen(true)] out Election? election)
    {
        if (voteType == VoteType.Knapsack)
        {
            meta["max_sum_cost"] = new ExactDecimal(budget, moneyDecimals).ToString();
        }

        var limits = Limits;
        election = IsExact(limits.DefaultScore)
            ? new Election(new Parts(
                voteType,
                budget,
                moneyDecimals,
                [.. projects],
                [.. meta],
                lotOrder.IsDefaultOrEmpty ? [.. Enumerable.Range(0, projects.Count)] : lotOrder,
                lotDraw,
                limits,
                ballots.Build(pointDecimals, limits.DefaultScore)))
            : null;
        return election is not null;
    }

    internal long CostOf(int index) => projects[index].Cost;

    internal void BeginBallot()
    {
        if (ballotCount == 0)
        {
            (lastSeen, chosen, given) = (new int[projects.Count], new int[projects.Count], new long[projects.Count]);
        }

        stamp++;
    }

    /// <summary>Notes a project on the ballot that is being read; false when it is there already.</summary>
    internal bool MarkOnBallot(int index)
    {
        var isNew = lastSeen[index] != stamp;
        lastSeen[index] = stamp;
        return isNew;
    }

    /// <summary>Adds a ballot whose projects were marked; false when sums would leave the exact range.</summary>
    internal bool TryAddMarked(ReadOnlySpan<int> projectIndexes, ReadOnlySpan<long> points, int weight)
    {
        foreach (var value in points)
        {
            pointMass += Int128.Abs(value) * weight;
        }

        ballotCount += weight;
        if (pointMass > MostPoints || ballotCount > MostBallots)
        {
            return false;
        }

        projectIndexes.CopyTo(chosen);
        points.CopyTo(given);
        ballots.Add(chosen.AsSpan(0, projectIndexes.Length), given.AsSpan(0, points.Length), weight);
        return true;
    }

    private bool IsExact(ExactDecimal defaultScore) =>
        defaultScore.TryAtScale(pointDecimals, out var score)
        && (Int128.Abs(score) * ballotCount) + pointMass <= MostPoints;
}
