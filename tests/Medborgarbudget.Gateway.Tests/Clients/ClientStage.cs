using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.Clients;

/// <summary>A gateway whose clock the test moves, and two third-party clients that it has heard of.</summary>
internal sealed class ClientStage : IAsyncDisposable
{
    public const string Square = "app-0192f3c45e6a7b8c9d0e1f2a3b4c5d6e";
    public const string Library = "app-0192f3c45e6a7b8c9d0e1f2a3b4c5d6f";
    public const string SquareOrigin = "https://torget.test";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TestTokens _tokens;
    private WebApplication? _backend;

    private ClientStage() => _tokens = new TestTokens(TimeProvider.System, _folder.Path);

    public GatewayHost Gateway { get; private set; } = null!;

    public static async Task<ClientStage> StartAsync(params (string Key, string Value)[] more)
    {
        var stage = new ClientStage();
        var socket = Path.Combine(stage._folder.Path, "s");
        stage._backend = await Backend.StartAsync(socket, stage._tokens, TestContext.Current.CancellationToken);
        stage.Registered.Clients = [Active(Square, SquareOrigin), Active(Library, "https://biblioteket.test")];
        var settings = new Dictionary<string, string?> { ["Auth:Issuer"] = TestTokens.Issuer, ["Auth:KeysFile"] = stage._tokens.KeysFile };
        foreach (var service in new[] { "Network", "Voting", "Identity", "Web" })
        {
            settings[$"Services:{service}:Address"] = $"unix:{socket}";
        }

        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        stage.Gateway = await GatewayHost.StartAsync(settings, stage._clock, TestContext.Current.CancellationToken);
        await stage.UntilAskedAsync();
        return stage;
    }

    public static KnownClient Active(string id, string origin) => new() { ClientId = id, Active = true, Origins = { origin } };

    public static KnownClient Stopped(string id, string origin) => new() { ClientId = id, Active = false, Origins = { origin } };

    /// <summary>Identity says something else from now on, and the gateway has asked it.</summary>
    public Task ChangeAsync(params KnownClient[] clients)
    {
        (Registered.Clients, Registered.IsDown) = (clients, false);
        return UntilAskedAsync();
    }

    public Task FallSilentAsync()
    {
        Registered.IsDown = true;
        return UntilAskedAsync();
    }

    public string TokenOf(string client) => _tokens.Changed(PersonId.From(Guid.NewGuid()), token => token.Claims["client_id"] = client);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, string? origin = null, string? asksFor = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Put)
        {
            request.Content = new StringContent("{\"proposalIds\":[]}", System.Text.Encoding.UTF8, "application/json");
        }

        Add(request, "Authorization", token is null ? null : $"Bearer {token}");
        Add(request, "Origin", origin);
        Add(request, "Access-Control-Request-Method", asksFor);
        return await Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _backend!.StopAsync(CancellationToken.None);
        await _backend.DisposeAsync();
        _tokens.Dispose();
        _folder.Dispose();
    }

    private Registered Registered => _backend!.Services.GetRequiredService<Registered>();

    /// <summary>Asked twice more, so that what was said the first time has been taken in.</summary>
    private async Task UntilAskedAsync()
    {
        for (var enough = Registered.Asked + 2; Registered.Asked < enough;)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
