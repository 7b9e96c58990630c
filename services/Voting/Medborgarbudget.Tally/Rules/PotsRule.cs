using System.Collections.Immutable;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

namespace Medborgarbudget.Tally;

/// <summary>
/// Several pots in one count: each area has its money and its projects, the whole municipality may have a pot of its own, and the
/// voter's one ballot holds projects of both. Every pot is counted by its own rule with the marks for its own projects.
/// </summary>
public sealed record PotsRule : VotingRule
{
    /// <summary>The project column that tells which pot a project belongs to, such as <c>district</c>.</summary>
    public string Column { get; init; } = "district";

    /// <summary>The pots in the order they are counted. Each name and each area comes once.</summary>
    public ImmutableArray<Pot> Pots { get; init; } = [];

    /// <summary>What happens to money that a pot leaves.</summary>
    public PotLeftover Leftover { get; init; } = PotLeftover.Stays;

    /// <inheritdoc/>
    public override string Name => "pots";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A name or area comes twice, a pot holds pots, an amount is below zero or finer than the election's money, or the pots
    /// together are more than the budget.
    /// </exception>
    internal override CountOutcome CountInOneGo(Election election, CancellationToken cancellationToken) =>
        IsWellFormed
            ? new PotsCount(election, this, cancellationToken).Run()
            : throw new ArgumentException("Each pot has a name and areas of its own, and a rule that is not pots again.", nameof(election));

    /// <summary>Compares every option as it is published.</summary>
    public bool Equals(PotsRule? other) => other is not null && RuleJson.ToText(this) == RuleJson.ToText(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuleJson.ToText(this).GetHashCode(StringComparison.Ordinal);

    private bool IsWellFormed =>
        Pots.Select(pot => pot.Name).Distinct(StringComparer.Ordinal).Count() == Pots.Length
        && Pots.SelectMany(pot => pot.Areas).Distinct(StringComparer.Ordinal).Count() == Pots.Sum(pot => pot.Areas.Length)
        && Pots.All(pot => pot.Rule is not PotsRule);

    internal static PotsRule? Read(JsonElement json) =>
        json.GetPropertyCount() == 4
        && Text(json, "column") is { } column
        && Objects(json, "pots", Pot.Read) is { } pots
        && Find<PotLeftover>(Text(json, "leftover"), WireNames.WireName) is { } leftover
            ? new PotsRule { Column = column, Pots = pots, Leftover = leftover }
            : null;

    internal override void WriteOptions(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("column", Column);
        json.WriteStartArray("pots");
        foreach (var pot in Pots)
        {
            pot.Write(json);
        }

        json.WriteEndArray();
        json.WriteString("leftover", Leftover.WireName());
    }
}

/// <summary>One pot of money with the projects it is for.</summary>
/// <param name="Name">As published: an area, or the whole municipality.</param>
/// <param name="Areas">Values of the pot's column; the empty text stands for projects without a value.</param>
/// <param name="Budget">In currency.</param>
/// <param name="CountsEveryBallot">
/// True: every ballot is one of this pot's, also without a mark for it, as for the whole municipality. False: only those with a
/// mark for one of its projects are. It matters to the rules that share money between voters.
/// </param>
/// <param name="Rule">How the pot is counted.</param>
public sealed record Pot(string Name, ImmutableArray<string> Areas, ExactDecimal Budget, bool CountsEveryBallot, VotingRule Rule)
{
    internal static Pot? Read(JsonElement json) =>
        json.GetPropertyCount() == 5
        && Text(json, "name") is { } name
        && Strings(json, "areas") is { } areas
        && TryNumber(json, "budget", out var budget) && budget is { } amount
        && Flag(json, "countsEveryBallot") is { } counts
        && json.TryGetProperty("rule", out var inner)
        && RuleJson.TryRead(inner, out var rule)
            ? new Pot(name, areas, amount, counts, rule)
            : null;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WritePropertyName("areas");
        json.WriteStrings(Areas);
        json.WriteNumberOrNull("budget", Budget);
        json.WriteBoolean("countsEveryBallot", CountsEveryBallot);
        json.WritePropertyName("rule");
        RuleJson.Write(json, Rule);
        json.WriteEndObject();
    }
}

/// <summary>What happens to money that a pot leaves.</summary>
public enum PotLeftover
{
    /// <summary>It stays unspent.</summary>
    Stays,

    /// <summary>It is added to the pot that is counted last, such as that of the whole municipality.</summary>
    GoesToLastPot,
}

/// <summary>What one pot's count gave.</summary>
/// <param name="Pot">The pot.</param>
/// <param name="Outcome">The count of the pot's own election, whose budget holds what other pots left to it.</param>
public sealed record PotOutcome(Pot Pot, CountOutcome Outcome);
