using System.Text.Json;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>
/// A running system with the demo's municipality and a neighbouring one; in both of them a person for each role who holds that role alone. In the municipality
/// also persons who hold it in one sub-budget alone, or in some.
/// </summary>
public sealed class StaffedSystem : IAsyncLifetime
{
    private readonly SystemOnEmbedded _system = new();
    private HttpClient _http = new();
    private PublicApi? _api;
    private TrueIds? _ids;

    internal ApiDocument Document { get; private set; } = null!;

    internal TrueIds Ids => _ids!;

    /// <summary>A third party's client that the municipality has approved.</summary>
    internal RegisteredClient ThirdParty { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _system.InitializeAsync();
        await DemoData.FillAsync(_system.Running, cancellationToken);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _system.Running.Gateway };
        Document = ApiDocument.Parse(await _http.GetStringAsync(new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), cancellationToken));
        _api = new PublicApi(_system.Running);
        _ids = await TrueIds.FindAsync(_api, cancellationToken);
        await StaffAsync(new Organisations(_api), _ids.Organisation, "", cancellationToken);
        await _ids.AddShiftAsync(_api, PersonOf('O')!, cancellationToken);
        await StaffSubBudgetsAsync(_api, cancellationToken);
        var neighbours = new Organisations(_api, WrongPersonsFirst.NeighbourPrefix);
        var neighbour = await neighbours.RegisterAsync("Granneby", "granneby", rehearsal: false, cancellationToken);
        await StaffAsync(neighbours, neighbour, WrongPersonsFirst.NeighbourPrefix, cancellationToken);
        ThirdParty = await RegisteredClient.ApproveAsync(_api, _system.Running.Gateway, _ids.Organisation, cancellationToken);
        _api.SignOut();
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        _http.Dispose();
        await _system.DisposeAsync();
    }

    /// <summary>Null for the visitor; in small letters, as keys of the simulated e-ID are.</summary>
    internal static string? PersonOf(char letter) => letter switch
    {
        'B' => null,
        'D' => "rut",
        'F' => TrueIds.Proposer,
        'N' => DemoPersons.NetworkLeader,
        _ => $"only-{char.ToLowerInvariant(letter)}",
    };

    internal static string NeighbourOf(char letter) => WrongPersonsFirst.NeighbourPrefix + PersonOf(letter);

    /// <summary>Holds the role in a sub-budget that has none of the true ids.</summary>
    internal static string ElsewhereOf(char letter) => Elsewhere.Prefix + PersonOf(letter);

    /// <summary>Holds the role in the sub-budgets of the true ids, not in the organisation.</summary>
    internal static string InTheirSubBudgetsOf(char letter) => $"har-{PersonOf(letter)}";

    /// <summary>What comes of the operation when a person calls it about something that is not there, in the own organisation.</summary>
    internal Task<Outcome> CallAsync(ApiOperation operation, char letter, CancellationToken cancellationToken) =>
        SendAsync(Aimed(operation), PersonOf(letter), cancellationToken);

    /// <summary>The same when she calls through the third party's client.</summary>
    internal async Task<Outcome> CallThroughThirdPartyAsync(ApiOperation operation, char letter, CancellationToken cancellationToken) =>
        await SendWithAsync(Aimed(operation), await ThirdParty.TokenAsync(PersonOf(letter)!, cancellationToken), cancellationToken);

    internal async Task<Outcome> SendAsync(HostileRequest request, string? person, CancellationToken cancellationToken) =>
        await SendWithAsync(request, person is null ? null : await _api!.TokenAsync(person, cancellationToken), cancellationToken);

    private HostileRequest Aimed(ApiOperation operation)
    {
        // The organisation is the true one: in another they would be strangers all.
        var aimed = operation with { Fill = parameter => parameter.Name == "organisationId" ? Ids.Organisation : ApiOperation.Plausible(parameter) };
        return new HostileRequest(aimed, "nothing wrong", aimed.Address(), operation.Body is null ? null : "{}"u8.ToArray());
    }

    private async Task<Outcome> SendWithAsync(HostileRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(_system.Running.Gateway, token);
        using var answer = await _http.SendAsync(message, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new Outcome((int)answer.StatusCode, CodeOf(answer, text)) { Text = text };
    }

    private static async Task StaffAsync(Organisations organisations, string organisation, string prefix, CancellationToken cancellationToken)
    {
        foreach (var (letter, role) in PermissionMatrix.Roles.Where(pair => pair.Value != Role.NetworkLeader))
        {
            await organisations.GrantAsync(organisation, prefix + PersonOf(letter), role, cancellationToken);
        }
    }

    private async Task StaffSubBudgetsAsync(PublicApi api, CancellationToken cancellationToken)
    {
        var organisations = new Organisations(api);
        var elsewhere = await Elsewhere.AddAsync(api, Ids.Organisation, cancellationToken);
        foreach (var (letter, role) in PermissionMatrix.Roles.Where(pair => Elsewhere.IsPossible(pair.Value)))
        {
            await elsewhere.GrantAsync(PersonOf(letter)!, role, cancellationToken);
            foreach (var subBudget in Ids.SubBudgets)
            {
                await organisations.GrantAsync(Ids.Organisation, subBudget, InTheirSubBudgetsOf(letter), role, cancellationToken);
            }
        }
    }

    private static string CodeOf(HttpResponseMessage answer, string text)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return "";
        }

        using var problem = JsonDocument.Parse(text);
        return problem.RootElement.GetProperty("code").GetString()!;
    }
}

/// <param name="Code">Of the problem; empty when it went well.</param>
internal sealed record Outcome(int Status, string Code)
{
    /// <summary>The answer itself, too long to be told with the rest.</summary>
    internal string Text { get; init; } = "";

    /// <summary>Refused for who called, and not for what was asked.</summary>
    public bool IsRefused => (Status, Code) is (401, _) or (403, "request.forbidden");
}
