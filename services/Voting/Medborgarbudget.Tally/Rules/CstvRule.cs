using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// Cumulative votes with transfers (Skowron, Slinko, Szufa, Talmon, <i>Participatory Budgeting with Cumulative Votes</i>, 2020,
/// arXiv 2009.02690): every voter has the same share of the budget and gives it to projects in proportion to her points. A project
/// that is given its cost is funded, and what it was given too much flows on to its donors' other projects. When none is given its
/// cost, money is moved by <see cref="Transfer"/>. Any ballot takes part: approved projects get the same each, points below zero
/// nothing, and each ballot is scaled to the same sum.
/// </summary>
/// <remarks>
/// Every number is an exact fraction, but what a voter has left after a payment is rounded up to a whole
/// 10^-<see cref="MoneyDecimals"/> of a minor unit over the number of ballots; without that the fractions would double in length
/// with each project funded. What projects are compared by is rounded to <see cref="ComparedDecimals"/> decimals, half away from
/// zero, so that what is equal without rounding is equal with it. Both are part of the rule, the same on any machine, and far below
/// anything that money can show. A project that costs nothing has the greatest support per cost.
/// </remarks>
public sealed record CstvRule : VotingRule
{
    /// <summary>How finely the money of a voter is kept; see the remarks.</summary>
    public const int MoneyDecimals = 20;

    /// <summary>How finely projects are compared, in minor units or as support per cost; see the remarks.</summary>
    public const int ComparedDecimals = 15;

    /// <summary>What happens when no project is given its cost.</summary>
    public CstvTransfer Transfer { get; init; } = CstvTransfer.Elimination;

    /// <summary>Which project is funded first, and which is the worst.</summary>
    public CstvSelection Selection { get; init; } = CstvSelection.Excess;

    /// <summary>
    /// True: in the end the projects left out are taken while they fit the budget: those eliminated in reverse order, or by
    /// minimal transfers in the order of <see cref="Selection"/>.
    /// </summary>
    public bool TakesWhatFits { get; init; } = true;

    /// <summary>Projects that fewer ballots name are left out before the count.</summary>
    public ExactDecimal? Threshold { get; init; }

    /// <summary>What a place is worth on ordinal ballots.</summary>
    public OrdinalScoring OrdinalScoring { get; init; } = OrdinalScoring.BallotLength;

    /// <summary>Groups of project ids of which at most one may win; the first that is funded locks out the others.</summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "cstv";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An exclusive group names a project that is not in the election.</exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        new CstvCount(election, this, cancellationToken).Run();

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(CstvRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal static CstvRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 7
        && Find<CstvTransfer>(Text(json, "transfer"), WireNames.WireName) is { } transfer
        && Find<CstvSelection>(Text(json, "selection"), WireNames.WireName) is { } selection
        && Flag(json, "takesWhatFits") is { } takes
        && TryNumber(json, "threshold", out var threshold)
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
        && Groups(json, "exclusiveGroups") is { } groups
            ? new CstvRule
            {
                Transfer = transfer,
                Selection = selection,
                TakesWhatFits = takes,
                Threshold = threshold,
                OrdinalScoring = scoring,
                ExclusiveGroups = groups,
            }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("transfer", Transfer.WireName());
        json.WriteString("selection", Selection.WireName());
        json.WriteBoolean("takesWhatFits", TakesWhatFits);
        json.WriteNumberOrNull("threshold", Threshold);
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
    }
}

/// <summary>What CSTV does when no project is given its cost.</summary>
public enum CstvTransfer
{
    /// <summary>The worst project is eliminated, and its donors' money flows on to their other projects (EWT).</summary>
    Elimination,

    /// <summary>The best project whose donors together have its cost takes what it lacks from their other projects (MT).</summary>
    Minimal,
}

/// <summary>What CSTV compares projects by; the greatest is the best.</summary>
public enum CstvSelection
{
    /// <summary>What the project is given beyond its cost (GE).</summary>
    Excess,

    /// <summary>What the project is given for each unit of its cost (GSC).</summary>
    SupportPerCost,

    /// <summary>What the project is given (GS).</summary>
    Support,
}
