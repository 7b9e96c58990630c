using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Medborgarbudget.Gateway.Contract;
using Medborgarbudget.Gateway.WaitingRooms;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>Writes one operation of the document.</summary>
internal sealed partial class OpenApiOperation(Operation operation, OpenApiSchemas schemas)
{
    private readonly string _comment = Comments.Of(operation.Method.Declaration);
    private readonly List<FieldDescriptor> _inPath =
        [.. Parameter().Matches(operation.Path).Select(match => operation.Method.InputType.FindFieldByName(match.Groups[1].Value))];

    public string Path => Parameter().Replace(operation.Path, match => $"{{{operation.Method.InputType.FindFieldByName(match.Groups[1].Value).JsonName}}}");

    public string Verb => operation.Verb.ToLowerInvariant();

    private bool IsSecured => !operation.Access.Everyone;

    /// <summary>A ballot is cast under a key of the voter's, though no answer is stored under it as for other operations.</summary>
    private bool TakesKey => operation.Access.Idempotent || (operation.Access.BallotToken && operation.Verb == HttpMethods.Put);

    public JsonObject Write()
    {
        var written = new JsonObject
        {
            ["operationId"] = operation.Method.Name,
            ["tags"] = new JsonArray(operation.Method.Service.Name),
            ["summary"] = Comments.FirstSentence(_comment),
            ["description"] = _comment,
            ["parameters"] = new JsonArray([.. Parameters()]),
            ["responses"] = Responses(),
            ["security"] = OpenApiSecurity.Requirement(operation.Access),
            ["x-access"] = OpenApiSecurity.Access(operation.Access),
            ["x-error-codes"] = new JsonArray([.. Comments.ErrorCodes(_comment).Select(code => JsonValue.Create(code))]),
        };
        if (operation.HasBody)
        {
            written["requestBody"] = RequestBody();
        }

        return written;
    }

    private IEnumerable<JsonObject> Parameters()
    {
        foreach (var field in _inPath)
        {
            yield return Field(field, "path");
        }

        if (!operation.HasBody)
        {
            foreach (var field in operation.Method.InputType.Fields.InFieldNumberOrder().Except(_inPath))
            {
                yield return Field(field, "query");
            }
        }

        if (QueuedOperations.IsQueued(operation))
        {
            yield return new JsonObject
            {
                ["name"] = WaitingRoomGate.TicketHeader,
                ["in"] = "header",
                ["required"] = false,
                ["description"] = "The ticket of the last answer, while the waiting room is open.",
                ["schema"] = new JsonObject { ["type"] = "string" },
            };
        }

        if (TakesKey)
        {
            yield return new JsonObject
            {
                ["name"] = "Idempotency-Key",
                ["in"] = "header",
                ["required"] = operation.Access.BallotToken,
                ["description"] = "A key of the caller's own, e.g. a UUID: a repeated request with the same key has its effect once and gets the same answer.",
                ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 200 },
            };
        }
    }

    private JsonObject Field(FieldDescriptor field, string place) => new()
    {
        ["name"] = field.JsonName,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = Comments.Of(field.Declaration),
        ["schema"] = schemas.OfField(field),
    };

    private JsonObject RequestBody() => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.OfRequest(operation.Method.InputType, _inPath) } },
    };

    private JsonObject Responses()
    {
        var responses = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = Description(), ["content"] = Content() },
        };
        foreach (var status in OpenApiErrors.StatusesOf(operation, IsSecured, _inPath.Count > 0, _comment))
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = OpenApiErrors.Reference();
        }

        responses["default"] = OpenApiErrors.Reference();
        return responses;
    }

    private string Description() => Comments.Of(operation.Method.OutputType.Declaration) is { Length: > 0 } comment ? comment : "Done.";

    private JsonObject Content() => operation.Method.OutputType.FullName == "google.api.HttpBody"
        ? new JsonObject { ["*/*"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } } }
        : new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.OfMessage(operation.Method.OutputType) } };

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Parameter();
}
