using System.Text;
using System.Text.Json.Nodes;

namespace Medborgarbudget.TestKit.Hostile;

/// <summary>What can be put in a body where the fields of a message belong.</summary>
internal static class BodyAttacks
{
    private const int ThreeMegabytes = 3_000_000;

    /// <summary>The same thing in every field, whatever belongs there.</summary>
    private static readonly (string Attack, string Json)[] Everywhere =
    [
        ("null", "null"),
        ("true", "true"),
        ("a list", "[1,\"a\",null]"),
        ("an object", "{\"a\":{}}"),
        ("a word", "\"abc\""),
        ("an empty text", "\"\""),
        ("a negative number", "-1"),
        ("one more than int32 holds", "2147483648"),
        ("one more than int64 holds", "\"9223372036854775808\""),
        ("a number beyond double", "1e999"),
        ("a fraction", "0.5"),
        ("not a number", "\"NaN\""),
        ("the greatest int64", "\"9223372036854775807\""),
        ("a null character", "\"a\\u0000b\""),
        ("half a surrogate pair", "\"\\ud800\""),
        ("right-to-left marks", "\"\\u202e\\u200fabc\""),
        ("a time before time", "\"0000-00-00T00:00:00Z\""),
        ("a time after time", "\"99999-12-31T23:59:59Z\""),
        ("a long text", $"\"{new string('å', 100_000)}\""),
    ];

    public static IEnumerable<HostileRequest> On(ApiOperation operation, ApiDocument document)
    {
        var schema = document.Resolve(operation.Body!);
        var shape = schema["properties"]?.AsObject() ?? [];
        return Raw(operation)
            .Concat(Everywhere.Select(value => Text(operation, $"{value.Attack} in every field", Filled(shape, value.Json))))
            .Append(Honest(operation, document))
            .Concat(shape.Take(1).SelectMany(field => Doubled(operation, field.Key)));
    }

    public static HostileRequest Honest(ApiOperation operation, ApiDocument document) =>
        Text(operation, "foreign ids", Plausible(document.Resolve(operation.Body!), document, 0));

    private static IEnumerable<HostileRequest> Raw(ApiOperation operation)
    {
        yield return new HostileRequest(operation, "no body", operation.Address());
        yield return Text(operation, "an empty body", "");
        yield return Text(operation, "garbage", "}{ not json \u0001");
        yield return Text(operation, "half a document", "{\"a\":");
        yield return Text(operation, "a list for a message", "[]");
        yield return Text(operation, "a word for a message", "\"x\"");
        yield return Text(operation, "null for a message", "null");
        yield return Text(operation, "two documents", "{}{}");
        yield return Text(operation, "unknown fields", "{\"__proto__\":{\"x\":1},\"$type\":\"System.Object\",\"constructor\":1}");
        yield return Text(operation, "deep lists", string.Concat(Enumerable.Repeat("[", 100_000)));
        yield return Text(operation, "deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 50_000)));
        yield return Bytes(operation, "bytes that are not UTF-8", [.. "{\"a\":\""u8, 0xff, 0xfe, 0xc0, 0xaf, .. "\"}"u8]);
        yield return Bytes(operation, "UTF-16", Encoding.Unicode.GetBytes("{}"));
        yield return Bytes(operation, "three megabytes", Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('a', ThreeMegabytes)}\"}}"));
        yield return Bytes(operation, "three megabytes in chunks", Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('a', ThreeMegabytes)}\"}}")) with { IsChunked = true };
        yield return Text(operation, "a form", "a=1&b=2") with { ContentType = "application/x-www-form-urlencoded" };
        yield return Text(operation, "XML with an entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>") with { ContentType = "application/xml" };
        yield return Text(operation, "a media type that is none", "{}") with { ContentType = "x" };
        yield return Text(operation, "an unknown charset", "{}") with { ContentType = "application/json; charset=utf-99" };
    }

    private static IEnumerable<HostileRequest> Doubled(ApiOperation operation, string field)
    {
        yield return Text(operation, "a field twice", $"{{\"{field}\":\"a\",\"{field}\":\"b\"}}");
        yield return Text(operation, "a field in deep objects", string.Concat(Enumerable.Repeat($"{{\"{field}\":", 20_000)));
    }

    private static string Filled(JsonObject shape, string json) =>
        $"{{{string.Join(',', shape.Select(field => $"\"{field.Key}\":{json}"))}}}";

    /// <summary>A body that an honest client could send, about things that are not there.</summary>
    private static string Plausible(JsonObject schema, ApiDocument document, int depth)
    {
        var type = schema["type"]?.GetValue<string>();
        return type switch
        {
            "object" when depth < 5 => $"{{{string.Join(',', Fields(schema, document, depth))}}}",
            "object" => "{}",
            "array" => $"[{Plausible(document.Resolve(schema["items"]!.AsObject()), document, depth + 1)}]",
            "boolean" => "true",
            "integer" or "number" => "1",
            _ when schema["enum"] is JsonArray names => names[^1]!.ToJsonString(),
            _ => schema["format"]?.GetValue<string>() switch
            {
                "int64" => "\"1\"",
                "date-time" => "\"2027-01-01T00:00:00Z\"",
                _ => $"\"{Guid.NewGuid()}\"",
            },
        };
    }

    private static IEnumerable<string> Fields(JsonObject schema, ApiDocument document, int depth) =>
        (schema["properties"]?.AsObject() ?? []).Select(field =>
            $"\"{field.Key}\":{Plausible(document.Resolve(field.Value!.AsObject()), document, depth + 1)}");

    private static HostileRequest Text(ApiOperation operation, string attack, string text) => Bytes(operation, attack, Encoding.UTF8.GetBytes(text));

    private static HostileRequest Bytes(ApiOperation operation, string attack, byte[] body) => new(operation, attack, operation.Address(), body);
}
