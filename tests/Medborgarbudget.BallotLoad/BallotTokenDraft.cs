using System.Buffers.Text;
using System.Text.Json;

namespace Medborgarbudget.BallotLoad;

/// <summary>What a ballot token is to say, as one that holds unless a test changes it.</summary>
public sealed class BallotTokenDraft
{
    public string? Algorithm { get; set; } = BallotTokenIssuer.Algorithm;

    public string? TokenType { get; set; } = "ballot+jwt";

    public string? KeyId { get; set; } = BallotTokenIssuer.KeyId;

    public string? Issuer { get; set; } = BallotTokenIssuer.Issuer;

    public string? Audience { get; set; } = "voting";

    public DateTime? NotBefore { get; set; }

    public DateTime? Expires { get; set; }

    /// <summary>What else stands in the payload.</summary>
    public Dictionary<string, object> Claims { get; } = [];

    /// <summary>Header and payload, as they are signed. What is null stands nowhere.</summary>
    public string Text() => $"{Encode(new() { ["alg"] = Algorithm, ["typ"] = TokenType, ["kid"] = KeyId })}.{Encode(Payload())}";

    private Dictionary<string, object?> Payload()
    {
        var payload = new Dictionary<string, object?> { ["iss"] = Issuer, ["aud"] = Audience, ["nbf"] = Seconds(NotBefore), ["exp"] = Seconds(Expires) };
        foreach (var (name, value) in Claims)
        {
            payload[name] = value;
        }

        return payload;
    }

    private static long? Seconds(DateTime? time) => time is { } known ? new DateTimeOffset(known, TimeSpan.Zero).ToUnixTimeSeconds() : null;

    private static string Encode(Dictionary<string, object?> members) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members.Where(member => member.Value is not null).ToDictionary()));
}
