using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.BallotLoad;

/// <summary>Issues ballot tokens as Identity does, with a key of its own whose public half lies in a file.</summary>
public sealed class BallotTokenIssuer : IDisposable
{
    public const string Issuer = "https://test.invalid/";

    public const string KeyId = "ballot-test";

    public const string Algorithm = "mb1-RS256-tree";

    private readonly RSA _key = RSA.Create(2048);
    private readonly TimeProvider _clock;

    public BallotTokenIssuer(TimeProvider clock, string folder)
    {
        _clock = clock;
        KeysFile = Path.Combine(folder, "ballot-jwks.json");
        File.WriteAllText(KeysFile, KeySetOf(_key));
    }

    public string KeysFile { get; }

    public byte[] PublicKeyBytes => _key.ExportSubjectPublicKeyInfo();

    /// <summary>A key set as Identity publishes it, of one key.</summary>
    public static string KeySetOf(RSA key, string keyId = KeyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var published = new
        {
            kty = "RSA",
            kid = keyId,
            use = "sig",
            alg = Algorithm,
            n = Base64Url.EncodeToString(parameters.Modulus),
            e = Base64Url.EncodeToString(parameters.Exponent),
        };
        return JsonSerializer.Serialize(new { keys = new[] { published } });
    }

    /// <summary>The token of one voter, signed for itself; what differs from a good one is given by <paramref name="change"/>.</summary>
    public string Issue(SubBudgetId subBudget, byte[] voter, Action<BallotTokenDraft>? change = null) =>
        Together([Draft(subBudget, voter, change).Text()]).TokenOf(0);

    /// <summary>The tokens of many voters, 256 to a signature, as Identity gives them under load.</summary>
    public string[] Issue(SubBudgetId subBudget, IReadOnlyList<byte[]> voters) =>
    [
        .. voters.Chunk(BatchTree.Most).SelectMany(some =>
        {
            var signed = Together([.. some.Select(voter => Draft(subBudget, voter).Text())]);
            return some.Select((_, i) => signed.TokenOf(i));
        }),
    ];

    /// <summary>Texts under one signature of this key.</summary>
    public SignedTexts Together(IReadOnlyList<string> texts) => new(texts, Sign);

    public BallotTokenDraft Draft(SubBudgetId subBudget, byte[] voter, Action<BallotTokenDraft>? change = null)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var draft = new BallotTokenDraft
        {
            NotBefore = now,
            Expires = now.AddMinutes(30),
            Claims =
            {
                ["sb"] = subBudget.ToString(),
                ["pid"] = Base64Url.EncodeToString(voter),
                ["area"] = "norr",
                ["client"] = "mb-web",
            },
        };
        change?.Invoke(draft);
        return draft;
    }

    /// <summary>RS256 of any message.</summary>
    public byte[] Sign(byte[] message)
    {
        lock (_key)
        {
            return _key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public void Dispose() => _key.Dispose();
}
