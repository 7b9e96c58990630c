using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// Sequential Phragmén: money flows to every voter at the same speed, and a project is bought as soon as its supporters together
/// hold its cost (Los, Christoff, Grossi, <i>Proportional Budget Allocations: Towards a Systematization</i>, IJCAI 2022; for
/// committees Brill, Freeman, Janson, Lackner, <i>Phragmén's Voting Methods and Justified Representation</i>, AAAI 2017). Every
/// kind of ballot is read as an approval of the projects on it. Exact fractions decide.
/// </summary>
public sealed record PhragmenRule : VotingRule
{
    /// <summary>
    /// False: the count stops as soon as a project whose turn it is, or one tied with it, does not fit what is left of the budget.
    /// True: such a project is passed over and the count goes on.
    /// </summary>
    public bool SkipsWhatDoesNotFit { get; init; }

    /// <summary>Projects that fewer ballots name are left out before the count.</summary>
    public ExactDecimal? Threshold { get; init; }

    /// <summary>Groups of project ids of which at most one may win; the first that is bought locks out the others.</summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "phragmen";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An exclusive group names a project that is not in the election.</exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        new PhragmenCount(election, this, cancellationToken).Run();

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(PhragmenRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal static PhragmenRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 4
        && Flag(json, "skipsWhatDoesNotFit") is { } skips
        && TryNumber(json, "threshold", out var threshold)
        && Groups(json, "exclusiveGroups") is { } groups
            ? new PhragmenRule { SkipsWhatDoesNotFit = skips, Threshold = threshold, ExclusiveGroups = groups }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteBoolean("skipsWhatDoesNotFit", SkipsWhatDoesNotFit);
        json.WriteNumberOrNull("threshold", Threshold);
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
    }
}
