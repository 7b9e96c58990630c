using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.TestKit.Hosting;

/// <summary>Issues access tokens as Identity does, with a key of the test's own; the service reads the public half from a file.</summary>
public sealed class TestTokens : IDisposable
{
    public const string Issuer = "https://test.invalid/";
    public const string KeyId = "test";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _clock;

    public TestTokens(TimeProvider clock, string folder)
    {
        _clock = clock;
        KeysFile = Path.Combine(folder, "jwks.json");
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(_key) { KeyId = KeyId });
        File.WriteAllText(KeysFile, JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = jwk.Kid, use = "sig" } },
        }));
    }

    public string KeysFile { get; }

    /// <summary>What everybody can know of the key.</summary>
    public byte[] PublicKeyBytes => _key.ExportSubjectPublicKeyInfo();

    /// <summary>A token of a person with these roles.</summary>
    public string Person(PersonId person, params IEnumerable<HeldRole> roles) =>
        Issue(new() { ["sub"] = person.ToString(), ["client_id"] = "mb-web", ["loa"] = "high", ["roles"] = roles.Select(RoleNames.Write).ToArray() });

    /// <summary>A token of a person that is changed before it is signed.</summary>
    public string Changed(PersonId person, Action<SecurityTokenDescriptor> change) =>
        Issue(new() { ["sub"] = person.ToString(), ["client_id"] = "mb-web", ["loa"] = "high", ["roles"] = Array.Empty<string>() }, change);

    /// <summary>A token of a new person who holds one role in the organisation.</summary>
    public string Holder(Role role, OrganisationId organisation) =>
        Person(PersonId.From(Guid.NewGuid()), new HeldRole(role, role == Role.NetworkLeader ? null : organisation));

    /// <summary>A token of one of the system's own services.</summary>
    public string Service(string name) => Issue(new() { ["sub"] = Caller.ServicePrefix + name, ["client_id"] = Caller.ServicePrefix + name });

    public void Dispose() => _key.Dispose();

    private string Issue(Dictionary<string, object> claims, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            TokenType = "at+jwt",
            Claims = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
