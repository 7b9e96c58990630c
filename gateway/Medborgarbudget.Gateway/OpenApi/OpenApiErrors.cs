using System.Text.Json.Nodes;
using Medborgarbudget.Gateway.Contract;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>How a failed answer looks (RFC 9457), and which statuses an operation may fail with.</summary>
internal static class OpenApiErrors
{
    public const string Problem = "Problem";

    public static JsonObject Reference() => new() { ["$ref"] = $"#/components/responses/{Problem}" };

    public static JsonObject Response() => new()
    {
        ["description"] = "The request failed; `code` says why.",
        ["headers"] = new JsonObject
        {
            ["Retry-After"] = new JsonObject
            {
                ["description"] = "Seconds after which a retry makes sense.",
                ["schema"] = new JsonObject { ["type"] = "integer" },
            },
        },
        ["content"] = new JsonObject
        {
            ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{Problem}" } },
        },
    };

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "code", "traceId"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("The code as a URN."),
            ["title"] = Text("What is wrong, in the language asked for."),
            ["status"] = new JsonObject { ["type"] = "integer", ["description"] = "The HTTP status." },
            ["code"] = Text("Stable code, area.fact. Decide by it, not by the title."),
            ["traceId"] = Text("Names the request when asking for help."),
            ["ticket"] = Text("With request.waiting_room: send it with the next try, in the header Waiting-Ticket."),
            ["place"] = new JsonObject { ["type"] = "integer", ["description"] = "With request.waiting_room: place in the line, 1 = next." },
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "The faulty fields, all of them at once.",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["field"] = Text("Path of the field."), ["problem"] = Text("What is wrong with it.") },
                },
            },
        },
    };

    public static IEnumerable<int> StatusesOf(Operation operation, bool isSecured, bool hasParameters, string comment)
    {
        (int Status, bool Applies)[] statuses =
        [
            (StatusCodes.Status400BadRequest, true),
            (StatusCodes.Status401Unauthorized, isSecured),
            (StatusCodes.Status403Forbidden, isSecured && !operation.Access.BallotToken),
            (StatusCodes.Status404NotFound, hasParameters),
            (StatusCodes.Status409Conflict, operation.HasBody),
            (StatusCodes.Status412PreconditionFailed, comment.Contains("request.stale", StringComparison.Ordinal)),
            (StatusCodes.Status413PayloadTooLarge, operation.HasBody),
            (StatusCodes.Status422UnprocessableEntity, operation.Access.Idempotent),
            (StatusCodes.Status429TooManyRequests, true),
            (StatusCodes.Status503ServiceUnavailable, true),
            (StatusCodes.Status504GatewayTimeout, true),
        ];
        return statuses.Where(entry => entry.Applies).Select(entry => entry.Status);
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
