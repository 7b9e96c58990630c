using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>What a rule made of an election. Project numbers are indexes in <see cref="Election.Projects"/>.</summary>
/// <param name="Rule">The rule and its options.</param>
/// <param name="Election">What was counted.</param>
/// <param name="Support">Votes and points, counted from the ballots.</param>
/// <param name="Winners">The elected projects in the order the rule took them.</param>
/// <param name="Projects">For every project, by index, what happened and why.</param>
public sealed record CountOutcome(
    VotingRule Rule,
    Election Election,
    Support Support,
    ImmutableArray<int> Winners,
    ImmutableArray<ProjectOutcome> Projects)
{
    /// <summary>
    /// Every project once. Where the rule walks an order, in that order, those left out before the walk where they would have come;
    /// else the winners as the rule took them, and then the others with most votes first.
    /// </summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Under Equal Shares, what each voter had in the end, in minor units; null under other rules and without ballots.</summary>
    public ExactFraction? Endowment { get; init; }

    /// <summary>How Equal Shares and "most votes first" compared, when the rule has that step and there are ballots; else null.</summary>
    public GreedyComparison? Comparison { get; init; }

    /// <summary>Under majority judgement, the grades of every project; empty under other rules.</summary>
    public ImmutableArray<Grades> Grades { get; init; } = [];

    /// <summary>With several pots of money, the count of each; empty under other rules.</summary>
    public ImmutableArray<PotOutcome> Pots { get; init; } = [];

    /// <summary>The cost of all winners together, in minor units.</summary>
    public long TotalCost => Winners.Sum(winner => Election.Projects[winner].Cost);

    /// <summary>The ids of the winners in ballot order.</summary>
    public ImmutableArray<string> SelectedIds => [.. Winners.Order().Select(winner => Election.Projects[winner].Id)];

    /// <summary>The same outcome with the order of a rule that walks none.</summary>
    internal CountOutcome InPlainOrder() => this with
    {
        Order =
        [
            .. Winners,
            .. Enumerable.Range(0, Projects.Length).Except(Winners)
                .OrderByDescending(project => Support.Votes[project]).ThenBy(project => project, new TieOrder(Election, Support)),
        ],
    };
}

/// <summary>How Equal Shares and "most votes first" compare in the measure that the rule names.</summary>
/// <param name="EqualSharesVoters">The voters who speak for Equal Shares.</param>
/// <param name="GreedyVoters">The voters who speak for "most votes first"; when they are more, its outcome holds.</param>
public readonly record struct GreedyComparison(long EqualSharesVoters, long GreedyVoters)
{
    /// <summary>Whether "most votes first" takes the place of Equal Shares.</summary>
    public bool IsGreedyChosen => GreedyVoters > EqualSharesVoters;
}

/// <summary>What happened to one project.</summary>
/// <param name="Verdict">Elected, or why not.</param>
/// <param name="MoneyLeft">
/// In minor units, what was left of the budget when its turn came; null when it was left out before the walk.
/// </param>
/// <param name="Price">
/// For rules under which supporters pay: what each who could has paid at the most, in minor units, exactly; null under other rules
/// and for losers. By Phragmén's rule it is the moment of the purchase.
/// </param>
public readonly record struct ProjectOutcome(Verdict Verdict, long? MoneyLeft, ExactFraction? Price = null);

/// <summary>Why a project was elected or not.</summary>
public enum Verdict
{
    /// <summary>Not judged yet; never in a finished outcome.</summary>
    None,

    /// <summary>Elected.</summary>
    Elected,

    /// <summary>It cost more than was left when its turn came.</summary>
    DoesNotFit,

    /// <summary>The money of its supporters did not cover its cost.</summary>
    NotPaidFor,

    /// <summary>The count had stopped before its turn, at a project that did not fit.</summary>
    AfterStop,

    /// <summary>It had fewer votes, or points, than the published threshold.</summary>
    UnderThreshold,

    /// <summary>No ballot names it.</summary>
    NoSupport,

    /// <summary>A project that cannot be carried out together with it was elected before it.</summary>
    ExcludedByConflict,

    /// <summary>Every place for projects of its size was taken.</summary>
    QuotaFull,

    /// <summary>It cost more than the size quotas allow any project.</summary>
    TooLarge,

    /// <summary>The best set of projects that fits the budget does without it.</summary>
    NotInBestSet,

    /// <summary>The count was given up, as the rule says when, and nothing is elected.</summary>
    Undecided,

    /// <summary>No pot of money is for projects of its area.</summary>
    NoPot,
}
