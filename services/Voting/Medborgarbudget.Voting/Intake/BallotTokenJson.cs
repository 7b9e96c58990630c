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
    public static string? KeyIdOf(ReadOnlySpan<byte> json) =>
        StrictJson.Read<BallotTokenHeader>(json, JsonSerializerOptions.Strict) is { Algorithm: OnlyAlgorithm, Type: OnlyType } header ? header.KeyId : null;
}

/// <summary>What the payload of a ballot token says, as far as Voting asks. Each member stands there once; others are Identity's business.</summary>
/// <param name="Expires">Seconds since 1970.</param>
/// <param name="NotBefore">The same; null where it holds at once.</param>
/// <param name="Pseudonym">16 bytes in base64url.</param>
internal sealed record BallotTokenClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("sb")] string SubBudget,
    [property: JsonPropertyName("pid")] string Pseudonym,
    [property: JsonPropertyName("channel")] string? Channel = null,
    [property: JsonPropertyName("nbf")] long? NotBefore = null)
{
    private const string OnlyAudience = "voting";

    private static readonly long LastMoment = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

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
