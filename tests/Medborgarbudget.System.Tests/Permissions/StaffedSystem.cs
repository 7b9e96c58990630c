using System.Text.Json;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hostile;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hostile;
using Medborgarbudget.TestKit.Permissions;

namespace Medborgarbudget.System.Tests.Permissions;

/// <summary>A running system, and in one organisation of it a person for each role who holds that role alone.</summary>
public sealed class StaffedSystem : IAsyncLifetime
{
    private readonly SystemOnEmbedded _system = new();
    private HttpClient _http = new();
    private PublicApi? _api;
    private Ground? _ground;

    internal ApiDocument Document { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _system.InitializeAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _system.Running.Gateway };
        Document = ApiDocument.Parse(await _http.GetStringAsync(new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), cancellationToken));
        _api = new PublicApi(_system.Running);
        var organisations = new Organisations(_api);
        _ground = await Ground.LayAsync(_api, organisations, "Torpet", cancellationToken);
        foreach (var letter in PermissionMatrix.Roles.Keys.Where(letter => letter != 'N'))
        {
            await organisations.GrantAsync(_ground.Organisation, PersonOf(letter)!, PermissionMatrix.Roles[letter], cancellationToken);
        }

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
        'F' => Ground.Proposer,
        'N' => DemoPersons.NetworkLeader,
        _ => $"only-{char.ToLowerInvariant(letter)}",
    };

    /// <summary>What comes of the operation when a person calls it about something that is not there, or about what is.</summary>
    internal async Task<Outcome> CallAsync(ApiOperation operation, char letter, bool onTrueIds, CancellationToken cancellationToken)
    {
        // The organisation is the true one throughout: in another they would be strangers all.
        var aimed = operation with { Fill = onTrueIds ? _ground!.Fill : parameter => parameter.Name == "organisationId" ? _ground!.Organisation : ApiOperation.Plausible(parameter) };
        var request = new HostileRequest(aimed, "nothing wrong", aimed.Address(), operation.Body is null ? null : "{}"u8.ToArray());
        var token = PersonOf(letter) is { } person ? await _api!.TokenAsync(person, cancellationToken) : null;
        using var message = request.ToMessage(_system.Running.Gateway, token);
        using var answer = await _http.SendAsync(message, cancellationToken);
        return new Outcome((int)answer.StatusCode, await CodeOf(answer, cancellationToken));
    }

    private static async Task<string> CodeOf(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return "";
        }

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return problem.RootElement.GetProperty("code").GetString()!;
    }
}

/// <param name="Code">Of the problem; empty when it went well.</param>
internal sealed record Outcome(int Status, string Code)
{
    /// <summary>Refused for who called, and not for what was asked.</summary>
    public bool IsRefused => (Status, Code) is (401, _) or (403, "request.forbidden");
}
