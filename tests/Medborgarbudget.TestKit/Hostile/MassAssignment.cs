using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Medborgarbudget.TestKit.Hostile;

/// <summary>
/// Members that the system's own objects have and a request does not (ids, states, authors, times, numbers of votes), added to what an honest
/// client sends; and the fields of the address once more, naming another object than the address does. All are read from the document.
/// </summary>
public sealed class MassAssignment
{
    private const string Text = "0bad0bad-0bad-7bad-8bad-0bad0bad0bad";
    private const string Time = "2091-02-03T04:05:06Z";
    private const int Number = 1_234_554_321;

    private static readonly string Bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(Text));
    private static readonly string[] Traces = [Text, Time, Number.ToString(CultureInfo.InvariantCulture), Bytes];

    private readonly ApiDocument _document;
    private readonly Dictionary<string, JsonObject> _members = new(StringComparer.Ordinal);

    public MassAssignment(ApiDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        _document = document;
        var seen = new HashSet<JsonObject>();
        foreach (var operation in document.Operations)
        {
            Gather(operation.Answer, seen);
        }
    }

    /// <summary>Names of what the system's objects have.</summary>
    public IReadOnlyCollection<string> Members => _members.Keys;

    /// <summary>The body with all that its operation does not take, at its top and in every object in it.</summary>
    public JsonObject Added(ApiOperation operation, JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var added = Added(operation.Body ?? [], body);
        foreach (var (name, value) in OfAddress(operation))
        {
            added[name] = value;
        }

        return added;
    }

    /// <summary>A query that contradicts the address; empty where the address names nothing.</summary>
    public static string QueryAgainst(ApiOperation operation) => string.Join('&', OfAddress(operation).Select(pair => $"{pair.Name}={pair.Value}"));

    /// <summary>Which of the values that were added stand in the text.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Traces.Where(trace => text.Contains(trace, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The fields of the address in both spellings that a message's JSON may have.</summary>
    private static IEnumerable<(string Name, JsonNode Value)> OfAddress(ApiOperation operation) =>
        from parameter in operation.InPath
        from name in new[] { parameter.Name, string.Concat(parameter.Name.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}")) }.Distinct()
        select (name, (JsonNode)(parameter.Type == "integer" ? Number : Text));

    private void Gather(JsonObject? schema, HashSet<JsonObject> seen)
    {
        if (schema is null || _document.Resolve(schema) is var found && !seen.Add(found))
        {
            return;
        }

        Gather(found["items"]?.AsObject(), seen);
        Gather(found["additionalProperties"]?.AsObject(), seen);
        foreach (var (name, member) in PropertiesOf(found))
        {
            _members.TryAdd(name, member!.AsObject());
            Gather(member.AsObject(), seen);
        }
    }

    private JsonObject Added(JsonObject schema, JsonObject body)
    {
        var known = PropertiesOf(_document.Resolve(schema));
        var added = new JsonObject();
        foreach (var (name, value) in body)
        {
            added[name] = known[name] is JsonObject member ? Inside(_document.Resolve(member), value) : value?.DeepClone();
        }

        foreach (var (name, member) in _members.Where(member => !known.ContainsKey(member.Key)))
        {
            added[name] = ValueOf(member, depth: 0);
        }

        return added;
    }

    private JsonNode? Inside(JsonObject schema, JsonNode? value) => value switch
    {
        JsonObject inner when schema.ContainsKey("properties") => Added(schema, inner),
        JsonArray list => new JsonArray([.. list.Select(item => Inside(_document.Resolve(schema["items"]!.AsObject()), item))]),
        _ => value?.DeepClone(),
    };

    private JsonNode ValueOf(JsonObject member, int depth)
    {
        var schema = _document.Resolve(member);
        return schema["type"]?.GetValue<string>() switch
        {
            "object" => new JsonObject(depth > 0 ? [] : PropertiesOf(schema).Select(inner => KeyValuePair.Create<string, JsonNode?>(inner.Key, ValueOf(inner.Value!.AsObject(), 1)))),
            "array" => new JsonArray(ValueOf(schema["items"]!.AsObject(), depth + 1)),
            "boolean" => true,
            "integer" or "number" => Number,
            _ when schema["enum"] is JsonArray names => names[^1]!.DeepClone(),
            _ => TextOf(schema),
        };
    }

    private static JsonNode TextOf(JsonObject schema) => (schema["format"]?.GetValue<string>(), schema.ContainsKey("contentEncoding")) switch
    {
        ("int64", _) => Number.ToString(CultureInfo.InvariantCulture),
        ("date-time", _) => Time,
        (_, true) => Bytes,
        _ => Text,
    };

    private static JsonObject PropertiesOf(JsonObject schema) => schema["properties"]?.AsObject() ?? [];
}
