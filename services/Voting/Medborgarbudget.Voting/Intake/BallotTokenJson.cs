using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Intake;

/// <summary>What the header of a ballot token says. It has these members and no others, each once.</summary>
internal sealed record BallotTokenHeader(
    [property: JsonPropertyName("alg")] string Algorithm, [property: JsonPropertyName("typ")] string Type, [property: JsonPropertyName("kid")] string KeyId)
{
    private const string OnlyAlgorithm = "mb1-RS256-tree";
    private const string OnlyType = "ballot+jwt";

    /// <summary>The key that a token says it was signed with; null when it is of another format.</summary>
    /// <param name="text">The header in base64url.</param>
    public static string? KeyIdOf(ReadOnlySpan<byte> text)
    {
        var json = new byte[text.Length];
        return BallotTokenText.TryDecode(text, json, out var length)
            && StrictJson.Read<BallotTokenHeader>(json.AsSpan(0, length), JsonSerializerOptions.Strict) is { Algorithm: OnlyAlgorithm, Type: OnlyType } header
            ? header.KeyId
            : null;
    }
}

/// <summary>What the payload of a ballot token says, as far as Voting asks. Each member stands there once; others are Identity's business.</summary>
internal sealed record BallotTokenClaims
{
    private const string OnlyAudience = "voting";

    private static readonly long LastMoment = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("exp")]
    public required long Expires { get; init; }

    /// <summary>The same; null where it holds at once.</summary>
    [JsonPropertyName("nbf")]
    public long? NotBefore { get; init; }

    [JsonPropertyName("sb")]
    public required string SubBudget { get; init; }

    /// <summary>16 bytes in base64url.</summary>
    [JsonPropertyName("pid")]
    public required string Pseudonym { get; init; }

    [JsonPropertyName("channel")]
    public string? Channel { get; init; }

    /// <summary>Null when something is missing or is no time.</summary>
    public static BallotTokenClaims? Read(ReadOnlySpan<byte> json) =>
        StrictJson.Read<BallotTokenClaims>(json, Options) is { } claims && IsMoment(claims.Expires) && IsMoment(claims.NotBefore ?? 0) ? claims : null;

    /// <summary>Whether the token is for this service, from that issuer, and holds now.</summary>
    /// <param name="skew">By how much clocks may differ.</param>
    public bool Hold(string? issuer, DateTimeOffset now, TimeSpan skew) =>
        Issuer == issuer && Audience == OnlyAudience
        && now < DateTimeOffset.FromUnixTimeSeconds(Expires) + skew
        && (NotBefore is not { } from || DateTimeOffset.FromUnixTimeSeconds(from) <= now + skew);

    /// <summary>The holder; null for one who can be none.</summary>
    public BallotToken? ToToken() =>
        Id.TryParse<SubBudgetId>(SubBudget, out var subBudget)
        && Base64Url.IsValid(Pseudonym, out var length) && length == Voting.Pseudonym.Length
        && BallotChannels.Find(Channel) is { } channel
            ? new BallotToken(subBudget, Voting.Pseudonym.Read(Base64Url.DecodeFromChars(Pseudonym)), channel, DateTimeOffset.FromUnixTimeSeconds(Expires))
            : null;

    private static bool IsMoment(long seconds) => seconds >= 0 && seconds <= LastMoment;
}

/// <summary>Reads JSON that must be exactly as expected.</summary>
internal static class StrictJson
{
    /// <summary>Null for what is something else.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
