using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Gateway.Tests.Security;

/// <summary>S3: access tokens that must open nothing, in JSON and in gRPC. Those of ballots are tried where they are read, in Voting.</summary>
public sealed class TokenAttackTests(GatewayFixture fixture)
{
    private const string Organisation = "/medborgarbudget/v1/organisations/o1";
    private static readonly PersonId Person = PersonId.From(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task S3_token_that_holds_opens() => HoldsAsync(Issued(_ => { }));

    [Fact]
    public Task S3_unsigned_token_opens_nothing()
    {
        var parts = Issued(_ => { }).Split('.');
        return RefusedAsync([.. new[] { "none", "None", "NONE", "" }.Select(algorithm => $"{Header(algorithm)}.{parts[1]}."), $"{parts[0]}.{parts[1]}."]);
    }

    [Fact]
    public Task S3_token_signed_with_the_public_key_as_a_secret_opens_nothing() => RefusedAsync(Issued(token =>
        token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(fixture.Tokens.PublicKeyBytes) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.HmacSha256)));

    [Fact]
    public Task S3_token_of_another_key_or_algorithm_opens_nothing()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        return RefusedAsync(
            SignedBy(new ECDsaSecurityKey(ec) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.EcdsaSha256),
            SignedBy(new ECDsaSecurityKey(ec) { KeyId = "unknown" }, SecurityAlgorithms.EcdsaSha256),
            SignedBy(new ECDsaSecurityKey(larger) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.EcdsaSha384),
            SignedBy(new RsaSecurityKey(rsa) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.RsaSha256));
    }

    [Fact]
    public Task S3_token_that_brings_its_own_key_opens_nothing()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ec));
        var own = new Dictionary<string, object> { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = key.X, ["y"] = key.Y };
        return RefusedAsync(Issued(token => (token.SigningCredentials, token.AdditionalHeaderClaims) =
            (new SigningCredentials(new ECDsaSecurityKey(ec), SecurityAlgorithms.EcdsaSha256), new Dictionary<string, object> { ["jwk"] = own, ["jku"] = "https://elsewhere.invalid/jwks" })));
    }

    [Fact]
    public Task S3_changed_token_opens_nothing()
    {
        var (mine, other) = (Issued(_ => { }).Split('.'), fixture.Tokens.Person(PersonId.From(Guid.NewGuid())).Split('.'));
        return RefusedAsync($"{mine[0]}.{other[1]}.{mine[2]}", $"{mine[0]}.{mine[1]}.{other[2]}", $"{mine[0]}.{mine[1]}", $"{string.Join('.', mine)}.{mine[2]}");
    }

    [Fact]
    public Task S3_token_of_another_issuer_or_kind_opens_nothing() => RefusedAsync(
        Issued(token => token.Issuer = "https://elsewhere.invalid/"),
        Issued(token => token.Issuer = TestTokens.Issuer.TrimEnd('/')),
        Issued(token => token.Issuer = null),
        Issued(token => token.TokenType = "JWT"),
        Issued(token => token.TokenType = "ballot+jwt"),
        Issued(token => token.TokenType = null));

    [Fact]
    public Task S3_expired_or_future_token_opens_nothing()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return RefusedAsync(
            Issued(token => (token.NotBefore, token.Expires) = (now.AddHours(-1), now.AddMinutes(-1))),
            Issued(token => (token.NotBefore, token.Expires) = (now.AddMinutes(5), now.AddMinutes(10))),
            Issued(token => token.Expires = null));
    }

    [Fact]
    public async Task S3_token_that_is_too_large_is_not_even_read()
    {
        using var answer = await GetAsync(Issued(token => token.Claims["roles"] = new string('x', 40_000)));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    private static string Header(string algorithm) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{TestTokens.KeyId}}"}"""));

    private string Issued(Action<SecurityTokenDescriptor> change) => fixture.Tokens.Changed(Person, change);

    private string SignedBy(SecurityKey key, string algorithm) => Issued(token => token.SigningCredentials = new SigningCredentials(key, algorithm));

    private async Task HoldsAsync(string token)
    {
        using var answer = await GetAsync(token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CallAsync(token)).Name.ShouldBe(Person.ToString());
    }

    private async Task RefusedAsync(params IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            using var answer = await GetAsync(token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, token);
            (await answer.ProblemCodeAsync()).ShouldBe("request.unauthenticated", token);
            (await Should.ThrowAsync<RpcException>(() => CallAsync(token))).StatusCode.ShouldBe(StatusCode.Unauthenticated, token);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Organisation);
        request.Headers.Authorization = new("Bearer", token);
        return await fixture.Http.SendAsync(request, Cancel);
    }

    private Task<Organisation> CallAsync(string token) => new NetworkService.NetworkServiceClient(fixture.Gateway.Grpc).GetOrganisationAsync(
        new GetOrganisationRequest { OrganisationId = "o1" }, new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: Cancel).ResponseAsync;
}
