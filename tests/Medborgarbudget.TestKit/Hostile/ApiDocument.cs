using System.Text.Json.Nodes;

namespace Medborgarbudget.TestKit.Hostile;

/// <summary>An OpenAPI document as far as an attacker needs it.</summary>
public sealed class ApiDocument
{
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "patch"];

    private readonly JsonNode _root;

    private ApiDocument(JsonNode root) => _root = root;

    public IReadOnlyList<ApiOperation> Operations { get; private set; } = [];

    public static ApiDocument Parse(string openApi)
    {
        var document = new ApiDocument(JsonNode.Parse(openApi) ?? throw new ArgumentException("The document is empty.", nameof(openApi)));
        document.Operations =
        [
            .. from path in document._root["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where Verbs.Contains(operation.Key)
               select document.Read(path.Key, operation.Key, operation.Value!.AsObject()),
        ];
        return document;
    }

    /// <summary>The schema itself where a reference stands.</summary>
    public JsonObject Resolve(JsonObject schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema["$ref"]?.GetValue<string>() is { } reference
            ? reference[2..].Split('/').Aggregate(_root, (node, key) => node[key]!).AsObject()
            : schema;
    }

    private ApiOperation Read(string path, string verb, JsonObject operation)
    {
        var parameters = operation["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()).Select(Parameter).ToList() ?? [];
        var access = operation["x-access"]!;
        return new ApiOperation(
            operation["operationId"]!.GetValue<string>(),
            operation["tags"]![0]!.GetValue<string>(),
            HttpMethod.Parse(verb),
            path,
            IsSecured: !access["everyone"]!.GetValue<bool>(),
            [.. access["roles"]!.AsArray().Select(role => role!.GetValue<string>())],
            access["action"]!.GetValue<string>(),
            access["ballotToken"]!.GetValue<bool>(),
            parameters,
            operation["requestBody"]?["content"]?["application/json"]?["schema"]?.AsObject(),
            operation["responses"]!["200"]?["content"]?["application/json"]?["schema"]?.AsObject());
    }

    private ApiParameter Parameter(JsonObject parameter) => new(
        parameter["name"]!.GetValue<string>(),
        parameter["in"]!.GetValue<string>(),
        Resolve(parameter["schema"]!.AsObject())["type"]?.GetValue<string>() ?? "");
}

/// <summary>One operation.</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Tag">The service it belongs to.</param>
/// <param name="IsSecured">Not open to everybody.</param>
/// <param name="Roles">The roles that may call it, as in a token.</param>
/// <param name="Action">The row of the permission matrix that it belongs to.</param>
/// <param name="TakesBallotToken">Its holder is who may; no person's token is one.</param>
/// <param name="Body">Schema of the body; null where it takes none.</param>
/// <param name="Answer">Schema of the answer; null where that is no JSON.</param>
public sealed record ApiOperation(
    string Id,
    string Tag,
    HttpMethod Method,
    string Path,
    bool IsSecured,
    IReadOnlyList<string> Roles,
    string Action,
    bool TakesBallotToken,
    IReadOnlyList<ApiParameter> Parameters,
    JsonObject? Body,
    JsonObject? Answer)
{
    public IEnumerable<ApiParameter> InPath => Parameters.Where(parameter => parameter.In == "path");

    /// <summary>What an address is filled in with where an attack does not say; well-formed ids of nothing unless set.</summary>
    public Func<ApiParameter, string> Fill { get; init; } = Plausible;

    public IEnumerable<ApiParameter> InQuery => Parameters.Where(parameter => parameter.In == "query");

    /// <summary>The address with every parameter filled in.</summary>
    public string Address(Func<ApiParameter, string>? fill = null) =>
        InPath.Aggregate(Path, (path, parameter) => path.Replace($"{{{parameter.Name}}}", (fill ?? Fill)(parameter), StringComparison.Ordinal));

    /// <summary>Well-formed, and naming nothing that exists.</summary>
    public static string Plausible(ApiParameter parameter) => parameter switch
    {
        { Type: "integer" } => "1",
        { Name: "language" } => "sv",
        { Name: var name } when name.EndsWith("Id", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        _ => "k1",
    };
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Type">JSON type of its schema.</param>
public sealed record ApiParameter(string Name, string In, string Type);
