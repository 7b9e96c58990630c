using System.Collections.Immutable;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// Which projects are walked before all others: those of places that got nothing last time. The projects in front, and those
/// behind, keep the order of the rule among themselves.
/// </summary>
public sealed record PlacePriority
{
    /// <summary>The project column that names the place, such as <c>district</c>; null when <see cref="Names"/> are project ids.</summary>
    public string? Column { get; init; }

    /// <summary>The places that go first, spelt as in the column, or the ids of the projects that go first.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>
    /// True: a place is in front until one of its projects has won, and its other projects then wait for their turn among all.
    /// False: every project of the place goes first.
    /// </summary>
    public bool EndsWithFirstWinner { get; init; }

    internal static PlacePriority? Read(JsonElement json) =>
        json.GetPropertyCount() == 3
        && json.TryGetProperty("column", out var column)
        && column.ValueKind is JsonValueKind.String or JsonValueKind.Null
        && RuleFields.Strings(json, "names") is { } names
        && RuleFields.Flag(json, "endsWithFirstWinner") is { } ends
            ? new PlacePriority { Column = column.GetString(), Names = names, EndsWithFirstWinner = ends }
            : null;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("column", Column);
        json.WritePropertyName("names");
        json.WriteStrings(Names);
        json.WriteBoolean("endsWithFirstWinner", EndsWithFirstWinner);
        json.WriteEndObject();
    }
}

/// <summary>The places that still go first during one count.</summary>
internal sealed class WaitingPlaces(Election election, PlacePriority? priority)
{
    private readonly HashSet<string> waiting = new(priority?.Names ?? [], StringComparer.Ordinal);

    public bool GoesFirst(int project) => PlaceOf(project) is { } place && waiting.Contains(place);

    public void NoteWinner(int project)
    {
        if (priority is { EndsWithFirstWinner: true } && PlaceOf(project) is { } place)
        {
            waiting.Remove(place);
        }
    }

    private string? PlaceOf(int project) =>
        priority?.Column is { } column ? election.Projects[project].Detail(column) : election.Projects[project].Id;
}
