using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets;

/// <summary>How a ballot is filled in.</summary>
public enum VoteType
{
    Approval = 1,
    Knapsack,
    ChooseOne,
}

/// <summary>The rule of the count. What each does is Voting's to know; here it is chosen and frozen.</summary>
public enum CountRule
{
    Greedy = 1,
    GreedyNoSkip,
    GreedyPerCost,
    EqualShares,
    Phragmen,
    MaxWelfare,
    Cstv,
}

/// <summary>How ballots are filled in and counted. Invariant: it holds the options of its own rule and of no other.</summary>
/// <param name="MaxChoices">0 = no limit.</param>
/// <param name="VoteThreshold">Fewest votes a winner needs; 0 = none. Never with Equal Shares.</param>
public sealed record VotingRule(VoteType VoteType, CountRule CountRule, int MaxChoices, int VoteThreshold)
{
    public GreedyOptions? Greedy { get; init; }

    public EqualSharesOptions? EqualShares { get; init; }

    public PhragmenOptions? Phragmen { get; init; }

    public MaxWelfareOptions? MaxWelfare { get; init; }

    public CstvOptions? Cstv { get; init; }

    /// <summary>Voters may be shown their own ballots, a few times and for a short while.</summary>
    public bool HasCastcheck { get; init; }
}

/// <param name="SizeQuotas">Each with a cost of its own; none = no limit by size.</param>
public sealed record GreedyOptions(IReadOnlyList<SizeQuota> SizeQuotas);

/// <summary>At most so many winners up to a cost.</summary>
public sealed record SizeQuota(Money MaxCost, int Winners);

/// <param name="Increment">Of Add1; whole kronor are plenty.</param>
/// <param name="SupportFloor">0 = none.</param>
public sealed record EqualSharesOptions(
    EqualSharesUtility Utility,
    EqualSharesCompletion Completion,
    EqualSharesComparison Comparison,
    bool StartsExact,
    Money Increment,
    bool ExhaustiveStop,
    int SupportFloor)
{
    public static readonly Money LeastIncrement = new(100);

    public bool IsAdd1 => Completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1Utilitarian;
}

/// <summary>What a voter gets from a winner.</summary>
public enum EqualSharesUtility
{
    Cost = 1,
    Cardinality,
}

/// <summary>What follows when the shares have been spent.</summary>
public enum EqualSharesCompletion
{
    None = 1,
    Utilitarian,
    Add1,
    Add1Utilitarian,
}

/// <summary>Whether "most votes first" takes over when more voters are better off by it.</summary>
public enum EqualSharesComparison
{
    None = 1,
    MoreWinners,
    AnyWinner,
}

public sealed record PhragmenOptions(bool PassesOver);

public sealed record MaxWelfareOptions(bool ByCost);

public sealed record CstvOptions(CstvTransfer Transfer, CstvSelection Selection);

/// <summary>What happens when no item has its cost.</summary>
public enum CstvTransfer
{
    Elimination = 1,
    Minimal,
}

/// <summary>Which item is the strongest.</summary>
public enum CstvSelection
{
    Excess = 1,
    SupportPerCost,
    Support,
}
