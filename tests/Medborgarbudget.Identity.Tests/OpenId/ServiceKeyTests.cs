using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>Services prove themselves with a key, to the real Identity over its socket.</summary>
public sealed class ServiceKeyTests(SignInFixture host) : IClassFixture<SignInFixture>, IDisposable
{
    private const string Service = "screening";
    private const string Client = "service-screening";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faults { get; } =
    [
        "wrong key", "another service's key", "another service's name", "expired", "wrong audience", "no audience", "no jti", "no exp", "too long", "no issuer",
        "another subject", "another kind of token", "unsigned", "secret", "no token",
    ];

    [Fact]
    public async Task Service_makes_its_key_at_its_first_start_and_calls_with_it_then_and_later()
    {
        var file = Path.Combine(_folder, "keys", "budget.pem");
        await using (var first = Start("budget", file))
        {
            (await CodeOf(first)).ShouldNotBe(StatusCode.OK, "Identity does not know the key yet, and gives no token");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await ConfigureAsync("budget", await File.ReadAllTextAsync($"{file}.pub", Cancel));
        await using var second = Start("budget", file);
        (await CodeOf(second)).ShouldBe(StatusCode.OK);
        (await new SignInClient(host.Http, "service-budget", secret: SignInFixture.ServiceSecret).TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel))
            .IsSuccessStatusCode.ShouldBeFalse("a service with a key alone has no secret any more");
    }

    [Fact]
    public async Task Secret_and_key_both_hold_while_an_installation_changes_from_one_to_the_other()
    {
        await ConfigureAsync(Service, _key.ExportSubjectPublicKeyInfoPem(), "a secret of screening, of some length");
        (await SendAsync(Right())).ShouldBe("");
        using var bySecret = await new SignInClient(host.Http, Client, secret: "a secret of screening, of some length").TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel);
        bySecret.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Assertion_that_does_not_hold_gives_no_token(string fault)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await ConfigureAsync(Service, _key.ExportSubjectPublicKeyInfoPem());
        await ConfigureAsync("proposal", other.ExportSubjectPublicKeyInfoPem(), others: Service);
        var right = Right();
        var text = fault switch
        {
            "wrong key" => (right with { Key = Assertion.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256)) }).Sign(),
            "another service's key" => (right with { Key = Assertion.Of(other) }).Sign(),
            "another service's name" => new Assertion("service-proposal", Assertion.Of(other), right.Now).Sign(),
            "expired" => (right with { Life = TimeSpan.FromMinutes(-6) }).Sign(),
            "wrong audience" => (right with { Audience = "https://elsewhere.test/" }).Sign(),
            "no audience" => (right with { Audience = null }).Sign(),
            "no jti" => (right with { Id = null }).Sign(),
            "no exp" => (right with { Life = null }).Sign(),
            "too long" => (right with { Life = TimeSpan.FromMinutes(6) }).Sign(),
            "no issuer" => (right with { Issuer = null }).Sign(),
            "another subject" => (right with { Subject = "service-proposal" }).Sign(),
            "another kind of token" => (right with { Type = "at+jwt" }).Sign(),
            "unsigned" => (right with { Key = null }).Sign(),
            "secret" => (right with { Key = new SigningCredentials(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem())), SecurityAlgorithms.HmacSha256) }).Sign(),
            _ => "no.token.atall",
        };
        (await SendAsync(text)).ShouldBeOneOf("invalid_client", "invalid_request", "invalid_grant", "invalid_token");
        (await SendAsync(right)).ShouldBe("", "the same without the fault");
    }

    [Fact]
    public async Task Assertion_is_taken_once_also_when_it_comes_ten_times_at_the_same_time()
    {
        await ConfigureAsync(Service, _key.ExportSubjectPublicKeyInfoPem());
        var text = Right().Sign();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(text)));
        answers.Count(answer => answer.Length == 0).ShouldBe(1);
        answers.Where(answer => answer.Length > 0).ShouldAllBe(answer => answer == "invalid_client");
        (await SendAsync(text)).ShouldBe("invalid_client");
    }

    [Fact]
    public void Private_keys_weak_keys_and_shared_secrets_are_no_public_keys()
    {
        using var small = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var text in new[]
        {
            _key.ExportPkcs8PrivateKeyPem(), small.ExportSubjectPublicKeyInfoPem(), p384.ExportSubjectPublicKeyInfoPem(), "", "{}", "{\"keys\":[]}", "{\"keys\":[null]}",
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}", "-----BEGIN PUBLIC KEY-----",
        })
        {
            PublicKeySet.Read(text).ShouldBeNull(text);
        }

        PublicKeySet.Read(_key.ExportSubjectPublicKeyInfoPem() + "\n" + _key.ExportSubjectPublicKeyInfoPem()).ShouldBeNull("one key twice");
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Assertion Right() => new(Client, Assertion.Of(_key), host.Clock.GetUtcNow());

    private Task<string> SendAsync(Assertion assertion) => SendAsync(assertion.Sign());

    private Task<string> SendAsync(string assertion) => Assertion.SendAsync(host.Http, Client, assertion, Cancel);

    private static async Task<StatusCode> CodeOf(WebApplication service)
    {
        var client = new GuardService.GuardServiceClient(service.Services.GetRequiredService<ServiceChannels>().To("Identity"));
        try
        {
            await client.AskGuardAsync(
                new AskGuardRequest { SubBudgetId = Guid.NewGuid().ToString(), OrganisationId = Guid.NewGuid().ToString(), EnteringPhase = "PHASE_DRAFT" }, cancellationToken: Cancel);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private WebApplication Start(string service, string keyFile)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth:Issuer"] = SignInFixture.Issuer,
            ["Auth:ServiceKeyFile"] = keyFile,
            ["Services:Identity:Address"] = $"unix:{host.Services.GetRequiredService<IConfiguration>()["Listen:Socket"]}",
        });
        builder.Services.AddSingleton<TimeProvider>(host.Clock);
        builder.AddHostDefaults(service);
        return builder.Build();
    }

    /// <summary>Starts Identity's list of clients again with another configuration.</summary>
    private Task ConfigureAsync(string service, string publicKey, string? secret = null, string? others = null)
    {
        var keys = new Dictionary<string, JsonWebKeySet> { [service] = PublicKeySet.Read(publicKey).ShouldNotBeNull() };
        if (others is not null)
        {
            keys[others] = PublicKeySet.Read(_key.ExportSubjectPublicKeyInfoPem())!;
        }

        var settings = host.Services.GetRequiredService<IdentitySettings>() with
        {
            ServiceSecrets = secret is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [service] = secret },
            ServiceKeys = keys,
        };
        return new ClientRegistrar(host.Services.GetRequiredService<IServiceScopeFactory>(), settings).StartAsync(Cancel);
    }
}
