using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.BallotLoad;

/// <summary>Issues ballot tokens as Identity does, with a key of its own whose public half lies in a file.</summary>
public sealed class TokenMint : IDisposable
{
    public const string Issuer = "https://test.invalid/";

    private const string KeyId = "ballot-load";
    private readonly RSA _key = RSA.Create(2048);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public TokenMint(string folder)
    {
        KeysFile = Path.Combine(folder, "ballot-jwks.json");
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var key = new { kty = "RSA", kid = KeyId, use = "sig", n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) };
        File.WriteAllText(KeysFile, JsonSerializer.Serialize(new { keys = new[] { key } }));
    }

    public string KeysFile { get; }

    /// <summary>A token for half an hour.</summary>
    public string Issue(SubBudgetId subBudget, byte[] voter) => _handler.CreateToken(new SecurityTokenDescriptor
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
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(30),
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
    });

    public void Dispose() => _key.Dispose();
}
