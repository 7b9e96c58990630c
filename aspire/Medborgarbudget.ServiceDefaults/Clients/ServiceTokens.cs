using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.ServiceDefaults.Clients;

/// <summary>This service's own access token by client credentials, fetched from Identity and kept until shortly before it expires.</summary>
internal sealed class ServiceTokens(
    IHttpClientFactory clients, ServiceName service, IConfiguration configuration, TimeProvider clock, ServiceKey? key) : IDisposable
{
    public const string Client = "identity-tokens";

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private (string Token, DateTimeOffset Until) _current = ("", DateTimeOffset.MinValue);

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _current.Until)
        {
            return _current.Token;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return clock.GetUtcNow() < _current.Until ? _current.Token : await FetchAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(Form());
        using var answer = await clients.CreateClient(Client).PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken)
            ?? throw new InvalidOperationException("Identity gave no token.");
        _current = (token.AccessToken, clock.GetUtcNow().AddSeconds(token.ExpiresIn) - Margin);
        return token.AccessToken;
    }

    // By key where there is one. A secret stays possible for an installation that has not given its services keys yet.
    private Dictionary<string, string> Form()
    {
        var client = Caller.ServicePrefix + service.Value;
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client };
        if (key is null)
        {
            form["client_secret"] = configuration["Auth:ServiceSecret"] ?? "";
            return form;
        }

        form["client_assertion_type"] = ServiceKey.AssertionType;
        form["client_assertion"] = key.Assert(client, configuration["Auth:Issuer"] ?? "", clock.GetUtcNow());
        return form;
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
