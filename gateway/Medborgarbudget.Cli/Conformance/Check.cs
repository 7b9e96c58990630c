namespace Medborgarbudget.Cli.Conformance;

/// <summary>One rule and how it is tried.</summary>
/// <param name="Title">What holds when it passes.</param>
/// <param name="Rule">Where the rule stands.</param>
/// <param name="TryAsync">What was seen instead; null = it holds. Throws <see cref="NotTriedException"/> when it cannot be tried.</param>
internal sealed record Check(string Title, string Rule, Func<ThirdPartyApi, CancellationToken, Task<string?>> TryAsync)
{
    public async Task<CheckOutcome> RunAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        try
        {
            var fault = await TryAsync(api, cancellationToken);
            return new CheckOutcome(Title, Rule, fault is null, fault ?? "");
        }
        catch (NotTriedException exception)
        {
            return new CheckOutcome(Title, Rule, exception.IsFault ? false : null, exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return new CheckOutcome(Title, Rule, Passed: false, exception.Message);
        }
    }
}

/// <param name="Title">What was to hold.</param>
/// <param name="Rule">Where the rule stands.</param>
/// <param name="Passed">Null = it does not concern this client.</param>
/// <param name="Seen">What was seen instead, or why it was not tried.</param>
internal sealed record CheckOutcome(string Title, string Rule, bool? Passed, string Seen);

/// <summary>A check that cannot be tried: because it does not concern the client, or because one before it failed.</summary>
internal sealed class NotTriedException(string why, bool isFault) : Exception(why)
{
    public bool IsFault => isFault;
}
