using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Gateway.Tests.OpenApi;

public sealed class DocumentTests(GatewayFixture fixture) : IAsyncLifetime
{
    private JsonNode _document = new JsonObject();

    private IEnumerable<JsonObject> Operations =>
        _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject());

    public async ValueTask InitializeAsync() =>
        _document = JsonNode.Parse(await fixture.Http.GetStringAsync(
            new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Every_public_rpc_is_an_operation_and_no_internal_one_is() =>
        Operations.Select(operation => Text(operation, "operationId")).ShouldBe(Rpcs().Where(IsPublic).Select(method => method.Name), ignoreOrder: true);

    [Fact]
    public void Every_operation_is_documented() =>
        Operations.Where(operation => Text(operation, "summary").Length < 8 || !Text(operation, "description").Contains("Errors:", StringComparison.Ordinal))
            .Select(operation => Text(operation, "operationId"))
            .ShouldBeEmpty();

    [Fact]
    public void Names_of_operations_are_unique() => Operations.Select(operation => Text(operation, "operationId")).ShouldBeUnique();

    [Fact]
    public void Every_reference_leads_somewhere() => References(_document).Where(reference => Resolve(reference) is null).ShouldBeEmpty();

    [Fact]
    public void Every_placeholder_of_a_path_is_a_parameter()
    {
        foreach (var (path, operations) in _document["paths"]!.AsObject())
        {
            foreach (var (_, operation) in operations!.AsObject())
            {
                var inPath = operation!["parameters"]!.AsArray().Where(parameter => Text(parameter!, "in") == "path").Select(parameter => Text(parameter!, "name"));
                inPath.ShouldBe(path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)]), path);
            }
        }
    }

    [Fact]
    public void Every_operation_may_fail_with_a_problem_that_has_code_and_trace()
    {
        Operations.ShouldAllBe(operation => Text(operation["responses"]!["default"]!, "$ref") == "#/components/responses/Problem");
        _document["components"]!["responses"]!["Problem"]!["content"]!["application/problem+json"].ShouldNotBeNull();
        _document["components"]!["schemas"]!["Problem"]!["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["type", "title", "status", "code", "traceId"]);
    }

    [Fact]
    public void Access_is_that_of_the_proto()
    {
        foreach (var method in Rpcs().Where(IsPublic))
        {
            var access = method.GetOptions().GetExtension(AccessExtensions.Access);
            var operation = Operations.Single(operation => Text(operation, "operationId") == method.Name);

            operation["x-access"]!["action"]!.GetValue<string>().ShouldBe(ActionNames.NameOf(access.Action), method.Name);
            operation["x-access"]!["scope"]!.GetValue<string>().ShouldBe(access.Scope, method.Name);
            operation["x-access"]!["everyone"]!.GetValue<bool>().ShouldBe(access.Everyone, method.Name);
            operation["x-access"]!["roles"]!.AsArray().Count.ShouldBe(access.Roles.Count, method.Name);
            operation["security"]!.AsArray().Any(entry => entry!.AsObject().Count == 0).ShouldBe(access.Everyone, method.Name);
            TakesKey(operation).ShouldBe(access.Idempotent || method.Name == "CastBallot", method.Name);
        }
    }

    [Fact]
    public void Values_are_described_as_they_are_written()
    {
        var schemas = _document["components"]!["schemas"]!;

        Text(schemas["voting.BallotItem"]!["properties"]!["costOre"]!, "type").ShouldBe("string");
        Text(schemas["voting.BallotItem"]!["properties"]!["costOre"]!, "format").ShouldBe("int64");
        Text(schemas["voting.Manifest"]!["properties"]!["opens"]!, "format").ShouldBe("date-time");
        schemas["budget.Phase"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldContain("PHASE_IDEA_INTAKE");
        schemas["network.AdmitApplicationRequest"]!["properties"]!.AsObject().Select(field => field.Key).ShouldBe(["cohort"]);
    }

    private static bool TakesKey(JsonObject operation) => operation["parameters"]!.AsArray().Any(parameter => Text(parameter!, "name") == "Idempotency-Key");

    private static IEnumerable<MethodDescriptor> Rpcs() => ContractDescriptors.Files.SelectMany(file => file.Services).SelectMany(service => service.Methods);

    private static bool IsPublic(MethodDescriptor method) => method.GetOptions().GetExtension(AccessExtensions.Access) is { Services.Count: 0, InternalOnly: false };

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private JsonNode? Resolve(string reference) => reference[2..].Split('/').Aggregate((JsonNode?)_document, (node, key) => node?[key]);
}
