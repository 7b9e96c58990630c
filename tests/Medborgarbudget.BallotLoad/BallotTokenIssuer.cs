using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.BallotLoad;

/// <summary>Issues ballot tokens as Identity does, with a key of its own whose public half lies in a file.</summary>
public sealed class BallotTokenIssuer : IDisposable
{
    public const string Issuer = "https://test.invalid/";

    public const string KeyId = "ballot-test";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
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
            Issuer = Issuer,
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
        return _handler.CreateToken(descriptor);
    }

    public void Dispose() => _key.Dispose();
}
