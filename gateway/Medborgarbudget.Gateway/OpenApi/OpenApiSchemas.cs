using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>
/// The messages as JSON schemas, as proto3's JSON form has them: camelCase, int64 as string, enums by name, timestamps as RFC 3339. Each
/// message and enum is written once, under <c>{service}.{Name}</c>.
/// </summary>
internal sealed class OpenApiSchemas
{
    public JsonObject Components { get; } = [];

    public JsonObject OfMessage(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ => Reference(message, () => Object(message, [])),
    };

    /// <summary>The body of a request: what is not in the address.</summary>
    public JsonObject OfRequest(MessageDescriptor request, IReadOnlyCollection<FieldDescriptor> inPath) =>
        Reference(request, () => Object(request, inPath));

    public JsonObject OfField(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfField(field.MessageType.FindFieldByNumber(2)) };
        }

        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = OfValue(field) } : OfValue(field);
    }

    private JsonObject OfValue(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => OfMessage(field.MessageType),
        FieldType.Enum => Reference(field.EnumType, () => Enumeration(field.EnumType)),
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        FieldType.UInt32 or FieldType.Fixed32 => new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0 },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64 =>
            new JsonObject { ["type"] = "string", ["format"] = "int64", ["pattern"] = "^-?[0-9]{1,20}$" },
        FieldType.Double or FieldType.Float => new JsonObject { ["type"] = "number" },
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.String => new JsonObject { ["type"] = "string" },
        var other => throw new InvalidOperationException($"{field.FullName} has a type that the document cannot say: {other}."),
    };

    private JsonObject Reference(IDescriptor type, Func<JsonObject> write)
    {
        var name = $"{type.File.Package.Split('.')[1]}.{type.Name}";
        if (!Components.ContainsKey(name))
        {
            // Taken before it is written, so that a message that contains itself ends.
            Components[name] = null;
            Components[name] = write();
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonObject Object(MessageDescriptor message, IReadOnlyCollection<FieldDescriptor> leftOut)
    {
        var properties = new JsonObject();
        foreach (var field in message.Fields.InFieldNumberOrder().Except(leftOut))
        {
            var schema = OfField(field);
            AddDescription(schema, Comments.Of(field.Declaration));
            properties[field.JsonName] = schema;
        }

        var written = new JsonObject { ["type"] = "object", ["properties"] = properties };
        AddDescription(written, Comments.Of(message.Declaration));
        return written;
    }

    private static JsonObject Enumeration(EnumDescriptor type)
    {
        var meanings = type.Values.Select(value => (value.Name, Meaning: Comments.Of(value.Declaration))).Where(value => value.Meaning.Length > 0);
        var written = new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. type.Values.Select(value => JsonValue.Create(value.Name))]),
        };
        var lines = meanings.Select(value => $"- `{value.Name}`: {value.Meaning}").Prepend(Comments.Of(type.Declaration)).Where(line => line.Length > 0);
        AddDescription(written, string.Join('\n', lines));
        return written;
    }

    private static void AddDescription(JsonObject schema, string description)
    {
        if (description.Length > 0)
        {
            schema["description"] = description;
        }
    }
}
