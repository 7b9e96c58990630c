using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(GatewayFixture))]

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>A gateway with Network, Voting, sign-in and web behind it; Budget has an address where nobody listens, FollowUp has none.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private WebApplication? _backend;
    private GatewayHost? _gateway;
    private TestTokens? _tokens;

    internal GatewayHost Gateway => _gateway!;

    internal TestTokens Tokens => _tokens!;

    internal Arrivals Arrivals => _backend!.Services.GetRequiredService<Arrivals>();

    internal GatheredArrivals Gathered => _backend!.Services.GetRequiredService<GatheredArrivals>();

    internal Stage Stage => _backend!.Services.GetRequiredService<Stage>();

    internal HttpClient Http => Gateway.Http;

    public async ValueTask InitializeAsync()
    {
        _tokens = new TestTokens(TimeProvider.System, _folder);
        _backend = await Backend.StartAsync(Socket, _tokens, TestContext.Current.CancellationToken);
        _gateway = await GatewayHost.StartAsync(Settings(), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Another gateway before the same services, with settings of its own.</summary>
    internal Task<GatewayHost> AnotherAsync(params (string Key, string Value)[] more) => AnotherAsync(TimeProvider.System, more);

    internal Task<GatewayHost> AnotherAsync(Action<IServiceCollection> more) =>
        GatewayHost.StartAsync(Settings(), TimeProvider.System, TestContext.Current.CancellationToken, more);

    internal async Task<GatewayHost> AnotherAsync(TimeProvider clock, params (string Key, string Value)[] more)
    {
        var settings = Settings();
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return await GatewayHost.StartAsync(settings, clock, TestContext.Current.CancellationToken);
    }

    /// <summary>One with Budget behind it too.</summary>
    internal Task<GatewayHost> WithBudgetAsync(TimeProvider clock, params (string Key, string Value)[] more) =>
        AnotherAsync(clock, [("Services:Budget:Address", $"unix:{Socket}"), ("Gateway:TimeoutSeconds", "10"), .. more]);

    public async ValueTask DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _backend!.StopAsync(CancellationToken.None);
        await _backend.DisposeAsync();
        _tokens!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Socket => Path.Combine(_folder, "s");

    private Dictionary<string, string?> Settings() => new()
    {
        ["Auth:Issuer"] = TestTokens.Issuer,
        ["Auth:KeysFile"] = Tokens.KeysFile,
        ["Services:Network:Address"] = $"unix:{Socket}",
        ["Services:Voting:Address"] = $"unix:{Socket}",
        ["Services:Screening:Address"] = $"unix:{Socket}",
        ["Services:Identity:Address"] = $"unix:{Socket}",
        ["Services:Web:Address"] = $"unix:{Socket}",
        ["Services:Budget:Address"] = $"unix:{Path.Combine(_folder, "nobody")}",
        ["Gateway:TimeoutSeconds"] = "2",
    };
}
