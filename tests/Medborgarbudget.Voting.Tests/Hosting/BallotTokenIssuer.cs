using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>Issues ballot tokens as Identity does, with a key of the test's own.</summary>
public sealed class BallotTokenIssuer : IDisposable
{
    public const string KeyId = "ballot-test";

    private readonly RSA _key = RSA.Create(2048);
    private readonly TimeProvider _clock;

    public BallotTokenIssuer(TimeProvider clock, string folder)
    {
        _clock = clock;
        KeysFile = Path.Combine(folder, "ballot-jwks.json");
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var key = new
        {
            kty = "RSA",
            kid = KeyId,
            use = "sig",
            n = Base64Url.EncodeToString(parameters.Modulus),
            e = Base64Url.EncodeToString(parameters.Exponent),
        };
        File.WriteAllText(KeysFile, JsonSerializer.Serialize(new { keys = new[] { key } }));
    }

    public string KeysFile { get; }

    public SigningCredentials Signing => new(new RsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256);

    public byte[] PublicKeyBytes => _key.ExportSubjectPublicKeyInfo();

    /// <summary>The token of one voter; what differs from a good one is given by <paramref name="change"/>.</summary>
    public string Issue(SubBudgetId subBudget, byte[] voter, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = TestTokens.Issuer,
            Audience = "voting",
            TokenType = "ballot+jwt",
            Claims = new Dictionary<string, object>
            {
                ["sb"] = subBudget.ToString(),
                ["pid"] = Base64Url.EncodeToString(voter),
                ["area"] = "norr",
                ["client"] = "mb-web",
            },
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(30),
            SigningCredentials = Signing,
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public void Dispose() => _key.Dispose();
}
