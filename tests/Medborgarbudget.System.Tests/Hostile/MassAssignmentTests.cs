using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.Permissions;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>Every operation with a body, called by all who may call it about true objects.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class MassAssignmentTests(StaffedSystem system) : IClassFixture<StaffedSystem>
{
    private static readonly PermissionMatrix Matrix = PermissionMatrix.Read();

    private const int ObjectsOfAKind = 6;

    private readonly MassAssignment _assignment = new(system.Document);
    private readonly Dictionary<string, List<JsonNode>> _shown = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S8_what_a_request_may_not_set_changes_no_answer_and_stands_nowhere_afterwards()
    {
        await ReadAllAsync();
        var requests = Enumerable.Range(0, ObjectsOfAKind).SelectMany(nth => HostileRequests.Honest(system.Document, parameter => IdOf(parameter, nth)))
            .Where(request => request.Body is not null).ToList();
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests.SelectMany(request => new[] { request, SentBack(request) }))
        {
            foreach (var letter in Callers(request.Operation))
            {
                if (await IsAcceptedAsync(request, letter))
                {
                    accepted.Add(request.Operation.Id);
                }
            }
        }

        await ReadAllAsync();
        _faults.ShouldBeEmpty();
        accepted.Count.ShouldBeGreaterThan(20);
        new[] { "organisationId", "subBudgetId", "state", "phase", "version", "roles", "owner", "createdAt", "votes" }.ShouldBeSubsetOf(_assignment.Members);
    }

    /// <summary>What is refused has to be refused as it is without the additions; a refusal may leave something behind, so it is asked again then.</summary>
    private async Task<bool> IsAcceptedAsync(HostileRequest request, char letter)
    {
        var assigning = request with
        {
            Address = $"{request.Address}?{MassAssignment.QueryAgainst(request.Operation)}",
            Body = Encoding.UTF8.GetBytes(_assignment.Added(request.Operation, JsonNode.Parse(request.Body!)!.AsObject()).ToJsonString()),
        };
        var outcome = await SendAsync(assigning, letter);
        if (outcome.Status < 300)
        {
            return true;
        }

        var meant = await SendAsync(request, letter);
        if (meant != outcome with { Text = meant.Text } && await SendAsync(assigning, letter) is var again && meant != again with { Text = meant.Text })
        {
            _faults.Add($"{request} answers {letter} with {outcome}, then {again}, but with {meant} when nothing is added");
        }

        return false;
    }

    /// <summary>Looks at everything that can be read of the true objects, as all who may.</summary>
    private async Task ReadAllAsync()
    {
        foreach (var read in system.Document.Operations.Where(operation => operation.Body is null && operation.Method == HttpMethod.Get))
        {
            foreach (var letter in Callers(read))
            {
                var outcome = await SendAsync(new HostileRequest(read, "nothing wrong", read.Address(system.Ids.Fill)), letter);
                if (outcome.Status == 200 && read.Answer is not null)
                {
                    Remember(JsonNode.Parse(outcome.Text));
                }
            }
        }
    }

    private async Task<Outcome> SendAsync(HostileRequest request, char letter)
    {
        var outcome = await system.SendAsync(request, StaffedSystem.PersonOf(letter), Cancel);
        _faults.AddRange(MassAssignment.In(outcome.Text).Select(trace => $"{request} shows {letter} {trace}"));
        if (outcome is { Status: >= 500 } or { Status: >= 400, Code: "" })
        {
            _faults.Add($"{request} answers {letter} with {outcome}");
        }

        return outcome;
    }

    /// <summary>As a client fills it in that sends back what it has read.</summary>
    private HostileRequest SentBack(HostileRequest request)
    {
        var body = JsonNode.Parse(request.Body!)!.AsObject();
        foreach (var (name, member) in system.Document.Resolve(request.Operation.Body!)["properties"]!.AsObject())
        {
            if (_shown.TryGetValue(name, out var shown) && shown.Find(value => KindOf(system.Document.Resolve(member!.AsObject())) == value.GetValueKind()) is { } value)
            {
                body[name] = value.DeepClone();
            }
        }

        return request with { Attack = "what was read", Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    private void Remember(JsonNode? node)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Remember(item);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (value is not null)
            {
                Values(name).Add(value);
                Remember(value);
            }
        }
    }

    /// <summary>A true id first, then others of the kind that were read, as long as there are.</summary>
    private string IdOf(ApiParameter parameter, int nth) =>
        nth == 0 ? system.Ids.Fill(parameter) : Values(parameter.Name).Select(value => value.ToString()).Distinct().ElementAtOrDefault(nth - 1) ?? system.Ids.Fill(parameter);

    private List<JsonNode> Values(string name) => _shown.TryGetValue(name, out var values) ? values : _shown[name] = [];

    private static JsonValueKind KindOf(JsonObject schema) => schema["type"]?.GetValue<string>() switch
    {
        "object" => JsonValueKind.Object,
        "array" => JsonValueKind.Array,
        "integer" or "number" => JsonValueKind.Number,
        "boolean" => JsonValueKind.True,
        _ => JsonValueKind.String,
    };

    private static IEnumerable<char> Callers(ApiOperation operation) =>
        PermissionMatrix.Roles.Keys.Concat("FDB").Where(Matrix.Rows[operation.Action].Admits);
}
