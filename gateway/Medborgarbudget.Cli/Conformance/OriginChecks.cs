namespace Medborgarbudget.Cli.Conformance;

/// <summary>Which pages a browser lets call.</summary>
internal static class OriginChecks
{
    private const string Rule = "S5, decision 0016";
    private const string Stranger = "https://stranger.invalid";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("The preflight of its origin is answered for it alone", Rule, OwnOriginAsync),
        new("The preflight of another origin is refused", Rule, OtherOriginAsync),
        new("A refusal can be read by its pages too", Rule, RefusalAsync),
        new("What a visitor reads any page may read, without cookies", Rule, PublicReadAsync),
    ];

    private static async Task<string?> OwnOriginAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var origin = OriginOf(api);
        var answer = await PreflightAsync(api, origin, cancellationToken);
        return answer.Status == 204 && answer.Header(AllowOrigin) == origin && answer.Header("Access-Control-Allow-Credentials") is null
            ? null
            : $"{answer.Status} {answer.Header(AllowOrigin)}";
    }

    private static async Task<string?> OtherOriginAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await PreflightAsync(api, Stranger, cancellationToken);
        return answer.Status == 403 && answer.Header(AllowOrigin) is null ? null : $"{answer.Status} {answer.Header(AllowOrigin)}";
    }

    private static async Task<string?> RefusalAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var origin = OriginOf(api);
        var answer = await api.GetAsync("/medborgarbudget/v1/me", cancellationToken, ("Origin", origin), ("Authorization", "Bearer x.y.z"));
        return answer.Status == 401 && answer.Header(AllowOrigin) == origin && answer.Member("code") is not null && answer.Member("traceId") is not null
            ? null
            : $"{answer.Status} {answer.Header(AllowOrigin)} {answer.Body}";
    }

    private static async Task<string?> PublicReadAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/medborgarbudget/v1/sub-budgets/{api.Client.SubBudget}", cancellationToken, ("Origin", Stranger));
        return answer.Header(AllowOrigin) == "*" && answer.Header("Access-Control-Allow-Credentials") is null ? null : $"{answer.Header(AllowOrigin)}";
    }

    private static Task<ThirdPartyAnswer> PreflightAsync(ThirdPartyApi api, string origin, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Options,
        $"/medborgarbudget/v1/sub-budgets/{api.Client.SubBudget}/ballot",
        content: null,
        cancellationToken,
        ("Origin", origin),
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"));

    private static string OriginOf(ThirdPartyApi api) => api.Client.Origin ?? throw new NotTriedException("the client has no origin", isFault: false);
}
