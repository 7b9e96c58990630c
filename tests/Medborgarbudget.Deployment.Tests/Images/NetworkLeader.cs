using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Medborgarbudget.Cli.Gateway;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>The simulated person who leads the network in overlay <c>local</c>, signed in through the gateway.</summary>
internal sealed class NetworkLeader : IDisposable
{
    private readonly HttpClient _http;

    private NetworkLeader(HttpClient http) => _http = http;

    /// <summary>The client is the leader's from then on.</summary>
    public static async Task<NetworkLeader> SignInAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var (token, _) = await new SignIn(http, TimeProvider.System).AsAsync("alva", cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        return new NetworkLeader(http);
    }

    /// <summary>The id of the new organisation, which Network tells everybody of.</summary>
    public async Task<string> RegisterAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(
            new Uri("/medborgarbudget/v1/organisations", UriKind.Relative), new { name, kind = "ORGANISATION_KIND_MUNICIPALITY", slug = "avbildsta" }, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        using var organisation = JsonDocument.Parse(body);
        return organisation.RootElement.GetProperty("organisationId").GetString()!;
    }

    /// <summary>Whether Identity has heard of the organisation: before that it invites nobody to it.</summary>
    public async Task<bool> CanInviteToAsync(string organisation, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(
            new Uri($"/medborgarbudget/v1/organisations/{organisation}/administrator-invitations", UriKind.Relative), new { count = 2 }, cancellationToken);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => _http.Dispose();
}
