using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// The set of projects that gives most in all and fits the budget: the knapsack problem (Talmon, Faliszewski, <i>A Framework for
/// Approval-Based Budgeting Methods</i>, AAAI 2019), solved exactly. Among equally good sets it is the one that has the first
/// project of the tie order, if any has it, then the second, and so on. A project that nobody voted for, or that gives nothing, is
/// left out.
/// </summary>
/// <remarks>
/// The search keeps every part of a solution that could still become best. Should that be more than <see cref="MostStates"/>
/// parts, nothing is elected and every project has the verdict <see cref="Verdict.Undecided"/>: the rule never answers with a
/// guess, and never runs without bound.
/// </remarks>
public sealed record MaxWelfareRule : VotingRule
{
    /// <summary>What is summed up over the winners.</summary>
    public WelfareMeasure Measure { get; init; } = WelfareMeasure.Votes;

    /// <summary>Projects that fewer ballots name are left out before the count.</summary>
    public ExactDecimal? Threshold { get; init; }

    /// <summary>What a place is worth when ordinal ballots are counted by points.</summary>
    public OrdinalScoring OrdinalScoring { get; init; } = OrdinalScoring.MaxLength;

    /// <summary>Groups of project ids of which at most one may win.</summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <summary>The most parts of solutions that are kept, 32 bytes each; above zero.</summary>
    public int MostStates { get; init; } = 8_000_000;

    /// <inheritdoc/>
    public override string Name => "max-welfare";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An exclusive group names a project that is not in the election.</exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        new MaxWelfareCount(election, this, cancellationToken).Run();

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(MaxWelfareRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal static MaxWelfareRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 6
        && Find<WelfareMeasure>(Text(json, "measure"), WireNames.WireName) is { } measure
        && TryNumber(json, "threshold", out var threshold)
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
        && Groups(json, "exclusiveGroups") is { } groups
        && RuleFields.Count(json, "mostStates") is { } states
            ? new MaxWelfareRule
            {
                Measure = measure,
                Threshold = threshold,
                OrdinalScoring = scoring,
                ExclusiveGroups = groups,
                MostStates = states,
            }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("measure", Measure.WireName());
        json.WriteNumberOrNull("threshold", Threshold);
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
        json.WriteNumber("mostStates", MostStates);
    }
}

/// <summary>What <see cref="MaxWelfareRule"/> makes as large as the budget allows.</summary>
public enum WelfareMeasure
{
    /// <summary>The votes of the winners: what a voter gets is the number of her projects that win.</summary>
    Votes,

    /// <summary>The points of the winners.</summary>
    Points,

    /// <summary>Votes times cost: what a voter gets is the money spent on her projects.</summary>
    VotesTimesCost,
}
