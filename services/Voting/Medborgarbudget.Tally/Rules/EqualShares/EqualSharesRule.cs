using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// The Method of Equal Shares: every voter gets the same endowment, a project is bought by its supporters sharing its cost as
/// evenly as their money allows, and the project that gives most for the money goes first (Peters, Pierczyński, Skowron,
/// <i>Proportional Participatory Budgeting with Additive Utilities</i>, NeurIPS 2021; equalshares.net). Exact fractions decide.
/// </summary>
/// <remarks>
/// Add1 ends before the first endowment at which the purchases cost more than the budget, or when every project that somebody would
/// pay for is bought or locked out: a locked-out project cannot be added, whatever the endowment, and waiting for another of its group
/// to come first would have no end. When all projects fit the budget there is nothing for Add1 to stop at, so it is left out and the
/// start is exact. Of an exclusive group only the dearest project counts there, since no more than one can win; a project that stands
/// in several groups counts in the first, which never makes too much fit.
/// </remarks>
public sealed record EqualSharesRule : VotingRule
{
    /// <summary>What a voter gets from a project she supports.</summary>
    public EqualSharesUtility Utility { get; init; } = EqualSharesUtility.Cost;

    /// <summary>True: the endowment starts at budget over ballots, rounded down to whole currency. False: exactly at the quotient.</summary>
    public bool StartsIntegral { get; init; } = true;

    /// <summary>How far the endowment rises at each step of Add1, in currency; above zero.</summary>
    public ExactDecimal Increment { get; init; } = ExactDecimal.Whole(1);

    /// <summary>True: Add1 also ends as soon as no supported project that is left out fits what is left of the budget.</summary>
    public bool HasExhaustiveStop { get; init; }

    /// <summary>How the money that the endowments leave unspent is used.</summary>
    public EqualSharesCompletion Completion { get; init; } = EqualSharesCompletion.Add1ThenUtilitarian;

    /// <summary>What a place is worth when ordinal ballots are counted by points.</summary>
    public OrdinalScoring OrdinalScoring { get; init; } = OrdinalScoring.MaxLength;

    /// <summary>
    /// Projects are left out first whose part of the ballots is smaller than their cost's part of this many budgets:
    /// votes / ballots &lt; cost / (floor x budget). Null for no floor; Świecie published 3 in 2023.
    /// </summary>
    public int? SupportFloor { get; init; }

    /// <summary>Whether the outcome gives way to "most votes first" when more voters are better off with that.</summary>
    public EqualSharesComparison Comparison { get; init; } = EqualSharesComparison.None;

    /// <summary>
    /// Groups of project ids of which at most one may win; the first that is bought, or elected by votes, locks out the others, at
    /// each endowment anew.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "equal-shares";

    /// <summary>The endowment rises step by step.</summary>
    public bool IsAdd1 => Completion is EqualSharesCompletion.Add1 or EqualSharesCompletion.Add1ThenUtilitarian;

    internal bool IsUtilitarian => Completion is EqualSharesCompletion.Utilitarian or EqualSharesCompletion.Add1ThenUtilitarian;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The increment or the support floor is not above zero, or an exclusive group names a project that is not in the election.
    /// </exception>
    public override CountOutcome Count(Election election, IProgress<CountProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(election);
        return Increment.Units > 0 && (SupportFloor is null or > 0)
            ? new EqualSharesCount(election, this, progress, cancellationToken).Run()
            : throw new ArgumentException("The increment and the support floor are above zero.", nameof(election));
    }

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(EqualSharesRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        Count(election, null, cancellationToken);

    internal static EqualSharesRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 10
        && ReadCore(json) is { } core
        && TryNumber(json, "supportFloor", out var floor)
        && floor is null or { Units: > 0 and <= int.MaxValue, Decimals: 0 }
        && Find<EqualSharesComparison>(Text(json, "comparison"), WireNames.WireName) is { } comparison
        && Groups(json, "exclusiveGroups") is { } groups
            ? core with { SupportFloor = (int?)floor?.Units, Comparison = comparison, ExclusiveGroups = groups }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("utility", Utility.WireName());
        json.WriteBoolean("startsIntegral", StartsIntegral);
        json.WriteNumberOrNull("increment", Increment);
        json.WriteBoolean("hasExhaustiveStop", HasExhaustiveStop);
        json.WriteString("completion", Completion.WireName());
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteNumberOrNull("supportFloor", SupportFloor is { } floor ? ExactDecimal.Whole(floor) : null);
        json.WriteString("comparison", Comparison.WireName());
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
    }

    private static EqualSharesRule? ReadCore(JsonElement json) =>
        Find<EqualSharesUtility>(Text(json, "utility"), WireNames.WireName) is { } utility
        && Flag(json, "startsIntegral") is { } isIntegral
        && TryNumber(json, "increment", out var increment) && increment is { Units: > 0 } step
        && Flag(json, "hasExhaustiveStop") is { } hasStop
        && Find<EqualSharesCompletion>(Text(json, "completion"), WireNames.WireName) is { } completion
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
            ? new EqualSharesRule
            {
                Utility = utility,
                StartsIntegral = isIntegral,
                Increment = step,
                HasExhaustiveStop = hasStop,
                Completion = completion,
                OrdinalScoring = scoring,
            }
            : null;
}

/// <summary>What a voter gets from a project she supports, when Equal Shares weighs what she pays for it.</summary>
public enum EqualSharesUtility
{
    /// <summary>The project's cost.</summary>
    Cost,

    /// <summary>The same from every project.</summary>
    Cardinality,

    /// <summary>The points on her ballot.</summary>
    Points,
}

/// <summary>What follows after Equal Shares at the starting endowment.</summary>
public enum EqualSharesCompletion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Most votes first, with what is left of the budget.</summary>
    Utilitarian,

    /// <summary>The endowment rises step by step; the last outcome before the first that overspends holds.</summary>
    Add1,

    /// <summary><see cref="Add1"/>, then <see cref="Utilitarian"/>.</summary>
    Add1ThenUtilitarian,
}

/// <summary>How Equal Shares is compared with "most votes first" in the end. Ties leave Equal Shares standing.</summary>
public enum EqualSharesComparison
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>By the voters who have more winners on their ballots under the one than under the other; none is a number too.</summary>
    MoreWinners,

    /// <summary>By the voters who have any winner at all on their ballots.</summary>
    AnyWinner,
}
