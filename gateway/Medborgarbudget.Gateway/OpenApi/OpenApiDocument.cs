using System.Text.Json.Nodes;
using Medborgarbudget.Gateway.Contract;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>The whole public API as an OpenAPI 3.1 document, made of the protos and their comments.</summary>
internal static class OpenApiDocument
{
    private const string Description =
        "Participatory budgeting, from criteria to follow-up. Amounts are whole öre as int64, written as strings. Times are RFC 3339 in UTC. "
        + "Lists are paged by `pageSize` and `pageToken`. Errors are `application/problem+json` with a stable `code`; `Accept-Language: sv` gives their "
        + "texts in Swedish. The same operations are served as gRPC and gRPC-Web under the names of the protos. `x-access` tells who may call an operation.";

    public static JsonObject Write()
    {
        var schemas = new OpenApiSchemas();
        var paths = Paths(schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Medborgarbudget", ["version"] = "v1", ["description"] = Description },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. PublicApi.Services.Select(Tag)]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components,
                ["responses"] = new JsonObject { [OpenApiErrors.Problem] = OpenApiErrors.Response() },
                ["securitySchemes"] = OpenApiSecurity.Schemes(),
            },
        };
    }

    private static JsonObject Paths(OpenApiSchemas schemas)
    {
        schemas.Components[OpenApiErrors.Problem] = OpenApiErrors.Schema();
        var paths = new JsonObject();
        foreach (var operation in PublicApi.Operations)
        {
            var writer = new OpenApiOperation(operation, schemas);
            var path = paths[writer.Path]?.AsObject();
            if (path is null)
            {
                paths[writer.Path] = path = new JsonObject();
            }

            path[writer.Verb] = writer.Write();
        }

        return paths;
    }

    private static JsonObject Tag(Google.Protobuf.Reflection.ServiceDescriptor service) => new()
    {
        ["name"] = service.Name,
        ["description"] = Comments.Of(service.Declaration),
    };
}
