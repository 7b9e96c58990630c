using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// "Most votes first": projects are walked in order and each is taken when it fits what is left of the budget. The rule nearly
/// all cities use, with the variants they publish (Faliszewski et al., <i>Participatory Budgeting: Data, Tools, and Analysis</i>,
/// IJCAI 2023). A project that nobody voted for is left out. A project that costs nothing is taken in its turn, even after a stop.
/// </summary>
public sealed record GreedyRule : VotingRule
{
    /// <summary>What decides the order of the walk; ties go by <see cref="TieOrder"/>.</summary>
    public GreedyOrder Order { get; init; } = GreedyOrder.Votes;

    /// <summary>True: the first project that does not fit ends the walk ("no-skip"). False: it is passed over.</summary>
    public bool StopsAtFirstMisfit { get; init; }

    /// <summary>
    /// Projects with less are left out before the walk: votes when the order goes by votes, points when it goes by points.
    /// </summary>
    public ExactDecimal? Threshold { get; init; }

    /// <summary>What a place is worth when ordinal ballots are counted by points.</summary>
    public OrdinalScoring OrdinalScoring { get; init; } = OrdinalScoring.MaxLength;

    /// <summary>Groups of project ids of which at most one may win; the first in the walk locks out the others.</summary>
    public ImmutableArray<ImmutableArray<string>> ExclusiveGroups { get; init; } = [];

    /// <summary>How many projects of each size may win; none set: any number.</summary>
    public ImmutableArray<SizeQuota> SizeQuotas { get; init; } = [];

    /// <summary>The places whose projects go before all others, or null.</summary>
    public PlacePriority? PlacePriority { get; init; }

    /// <inheritdoc/>
    public override string Name => "greedy";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// An exclusive group names a project that is not in the election, or two size quotas have the same greatest cost.
    /// </exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        new GreedyCount(election, this).Run();

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(GreedyRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    internal static GreedyRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 8
        && Find<GreedyOrder>(Text(json, "order"), WireNames.WireName) is { } order
        && Flag(json, "stopsAtFirstMisfit") is { } stops
        && TryNumber(json, "threshold", out var threshold)
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
        && Groups(json, "exclusiveGroups") is { } groups
        && Objects(json, "sizeQuotas", SizeQuota.Read) is { } quotas
        && TryPriority(json, out var priority)
            ? new GreedyRule
            {
                Order = order,
                StopsAtFirstMisfit = stops,
                Threshold = threshold,
                OrdinalScoring = scoring,
                ExclusiveGroups = groups,
                SizeQuotas = quotas,
                PlacePriority = priority,
            }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("order", Order.WireName());
        json.WriteBoolean("stopsAtFirstMisfit", StopsAtFirstMisfit);
        json.WriteNumberOrNull("threshold", Threshold);
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteGroups("exclusiveGroups", ExclusiveGroups);
        json.WriteStartArray("sizeQuotas");
        foreach (var quota in SizeQuotas)
        {
            quota.Write(json);
        }

        json.WriteEndArray();
        json.WritePropertyName("placePriority");
        if (PlacePriority is null)
        {
            json.WriteNullValue();
        }
        else
        {
            PlacePriority.Write(json);
        }
    }

    private static bool TryPriority(JsonElement json, out PlacePriority? priority)
    {
        priority = null;
        if (!json.TryGetProperty("placePriority", out var value) || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            return false;
        }

        priority = value.ValueKind == JsonValueKind.Object ? PlacePriority.Read(value) : null;
        return value.ValueKind == JsonValueKind.Null || priority is not null;
    }
}

/// <summary>What decides the order of a greedy walk, the greatest first.</summary>
public enum GreedyOrder
{
    /// <summary>Ballots that name the project.</summary>
    Votes,

    /// <summary>The sum of the project's points.</summary>
    Points,

    /// <summary>Votes for each unit of cost.</summary>
    VotesPerCost,

    /// <summary>Points for each unit of cost.</summary>
    PointsPerCost,
}
