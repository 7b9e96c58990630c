using System.Collections.Immutable;
using System.Text.Json;

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

    /// <inheritdoc/>
    public override string Name => "greedy";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An exclusive group names a project that is not in the election.</exception>
    public override CountOutcome Count(Election election)
    {
        ArgumentNullException.ThrowIfNull(election);
        return new GreedyWalk(election, this).Run();
    }

    /// <summary>Compares the options, the groups by their ids.</summary>
    public bool Equals(GreedyRule? other) =>
        other is not null
        && (Order, StopsAtFirstMisfit, Threshold, OrdinalScoring)
            == (other.Order, other.StopsAtFirstMisfit, other.Threshold, other.OrdinalScoring)
        && ExclusiveGroups.Length == other.ExclusiveGroups.Length
        && ExclusiveGroups.Zip(other.ExclusiveGroups).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Order, StopsAtFirstMisfit, Threshold, OrdinalScoring, ExclusiveGroups.Length);

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("order", Order.WireName());
        json.WriteBoolean("stopsAtFirstMisfit", StopsAtFirstMisfit);
        json.WriteNumberOrNull("threshold", Threshold);
        json.WriteString("ordinalScoring", OrdinalScoring.WireName());
        json.WriteStartArray("exclusiveGroups");
        foreach (var group in ExclusiveGroups)
        {
            json.WriteStrings(group);
        }

        json.WriteEndArray();
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
