using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Cli.Conformance;

/// <summary>How a ballot is cast: in a rehearsal, by the person who signed in.</summary>
internal static class BallotChecks
{
    /// <summary>More changes of one vote than anybody makes; the server counts them by the minute.</summary>
    private const int ManyChanges = 80;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("The ballot token names the client and no person", "voting §1.3, decision 0016", BallotTokenAsync),
        new("A ballot is acknowledged with a receipt", "voting §1.6", CastAsync),
        new("The same Idempotency-Key gives the same receipt", "voting §2", SameKeyAsync),
        new("The same key with another ballot is refused", "voting §2", OtherBallotAsync),
        new("Without a ballot token no ballot is taken", "S3", WithoutTokenAsync),
        new("The person's access token is no ballot token", "S3", AccessTokenAsync),
        new("Whoever asks too much is told when to come again", "S7", TooMuchAsync),
    ];

    private static string Key { get; } = Guid.NewGuid().ToString();

    private static async Task<string?> BallotTokenAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        using var body = Json("{}");
        var answer = await api.SendAsync(HttpMethod.Post, $"{AddressOf(api)}-tokens", body, cancellationToken, ("Authorization", $"Bearer {api.AccessToken}"));
        if (answer.Member("token") is not { } token)
        {
            return $"{answer.Status} {answer.Member("code")}";
        }

        api.BallotToken = token;
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return payload.RootElement.TryGetProperty("sub", out _) ? "it names a person"
            : payload.RootElement.GetProperty("client").GetString() == api.Client.ClientId ? null
            : "it names another client";
    }

    private static async Task<string?> CastAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await CastAsync(api, await BallotAsync(api, isFirst: true, cancellationToken), Key, cancellationToken);
        return answer.Status == 200 && answer.Member("receiptCode") is { Length: > 0 } ? null : Said(answer);
    }

    private static async Task<string?> SameKeyAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var ballot = await BallotAsync(api, isFirst: true, cancellationToken);
        var (first, second) = (await CastAsync(api, ballot, Key, cancellationToken), await CastAsync(api, ballot, Key, cancellationToken));
        return first.Status == 200 && first.Member("receiptCode") == second.Member("receiptCode") ? null : $"{Said(first)}, then {Said(second)}";
    }

    private static async Task<string?> OtherBallotAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await CastAsync(api, await BallotAsync(api, isFirst: false, cancellationToken), Key, cancellationToken);
        return answer.Status == 422 ? null : Said(answer);
    }

    private static async Task<string?> WithoutTokenAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        using var body = Json("{\"proposalIds\":[]}");
        var answer = await api.SendAsync(HttpMethod.Put, AddressOf(api), body, cancellationToken, ("Idempotency-Key", Guid.NewGuid().ToString()));
        return answer.Status == 401 ? null : Said(answer);
    }

    private static async Task<string?> AccessTokenAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        using var body = Json("{\"proposalIds\":[]}");
        var answer = await api.SendAsync(
            HttpMethod.Put, AddressOf(api), body, cancellationToken, ("Authorization", $"Bearer {api.AccessToken}"), ("Idempotency-Key", Guid.NewGuid().ToString()));
        return answer.Status == 401 ? null : Said(answer);
    }

    private static async Task<string?> TooMuchAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var ballot = await BallotAsync(api, isFirst: true, cancellationToken);
        for (var i = 0; i < ManyChanges; i++)
        {
            var answer = await CastAsync(api, ballot, Guid.NewGuid().ToString(), cancellationToken);
            if (answer.Status == 429)
            {
                return answer.Header("Retry-After") is null ? "429 without Retry-After" : null;
            }
        }

        return $"{ManyChanges} changes of one vote were all taken";
    }

    private static async Task<ThirdPartyAnswer> CastAsync(ThirdPartyApi api, string ballot, string key, CancellationToken cancellationToken)
    {
        var token = api.BallotToken ?? throw new NotTriedException("no ballot token was given", isFault: true);
        using var body = Json(ballot);
        return await api.SendAsync(HttpMethod.Put, AddressOf(api), body, cancellationToken, ("Authorization", $"Bearer {token}"), ("Idempotency-Key", key));
    }

    /// <summary>The first item of the manifest, or the last.</summary>
    private static async Task<string> BallotAsync(ThirdPartyApi api, bool isFirst, CancellationToken cancellationToken)
    {
        var manifest = await api.GetAsync($"/medborgarbudget/v1/sub-budgets/{api.Client.SubBudget}/manifest", cancellationToken);
        if (manifest.Status != 200)
        {
            throw new NotTriedException($"the manifest answered {manifest.Status}", isFault: true);
        }

        using var document = JsonDocument.Parse(manifest.Body);
        var items = document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("proposalId").GetString()).ToList();
        return JsonSerializer.Serialize(new { proposalIds = new[] { isFirst ? items[0] : items[^1] } });
    }

    private static string AddressOf(ThirdPartyApi api) => $"/medborgarbudget/v1/sub-budgets/{api.Client.SubBudget}/ballot";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Said(ThirdPartyAnswer answer) => $"{answer.Status} {answer.Member("code")}";
}
