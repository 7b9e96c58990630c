using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Medborgarbudget.BallotLoad;

/// <summary>Casts as the bytes that go over the wire, with tokens that are made beforehand.</summary>
public sealed class BallotRequests(OpenVote vote)
{
    /// <summary>A voter who is nobody.</summary>
    public static byte[] NewVoter() => RandomNumberGenerator.GetBytes(16);

    /// <summary>A cast with a length in the head.</summary>
    /// <param name="items">Places on the ballot.</param>
    public byte[] Cast(string token, string key, params IEnumerable<int> items)
    {
        var proposals = new JsonArray([.. items.Select(item => JsonValue.Create(vote.Proposals[item]))]);
        var body = new JsonObject { ["proposalIds"] = proposals }.ToJsonString(JsonSerializerOptions.Default);
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"PUT /medborgarbudget/v1/sub-budgets/{vote.Id}/ballot HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
