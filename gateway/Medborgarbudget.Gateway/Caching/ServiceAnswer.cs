namespace Medborgarbudget.Gateway.Caching;

/// <summary>What a service answered to a public read.</summary>
/// <param name="Body">Empty where the service did not answer at all.</param>
/// <param name="IsForEverybody">False where the service says that it is not to be kept, or where it is too long: each asks for itself.</param>
internal sealed record ServiceAnswer(int Status, string? ContentType, byte[] Body, string? RetryAfter, bool IsForEverybody)
{
    /// <summary>The service is down or overloaded: what it said before is better than this.</summary>
    public bool IsFailure => Status is >= 500 or StatusCodes.Status429TooManyRequests;

    public static ServiceAnswer None(int status) => new(status, null, [], null, IsForEverybody: true);
}
