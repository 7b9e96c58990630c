namespace Medborgarbudget.Web.Api;

/// <summary>Why the API did not do as asked, as its problem document says.</summary>
/// <param name="Code">Stable code <c>area.fact</c>; empty where none was given.</param>
/// <param name="Title">Text in the reader's language; null where the API gave none.</param>
/// <param name="TraceId">What to mention when asking for help.</param>
public sealed record Problem(int Status, string Code, string? Title, string TraceId)
{
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Names of the faulty fields, as in JSON.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Where the caller has to wait for its turn: what to send with the next try.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>Place in the line; 0 where there is none.</summary>
    public long Place { get; init; }

    public bool IsWaiting => Code == "request.waiting_room";

    /// <summary>Nobody knows whether the request took effect.</summary>
    public bool IsUnknownOutcome => Status >= 500;
}

/// <summary>A page cannot be shown without what the API did not give.</summary>
internal sealed class ApiFailureException(Problem problem) : Exception($"The API answered {problem.Status} {problem.Code}.")
{
    public Problem Problem { get; } = problem;
}

/// <summary>What was asked for, or why not.</summary>
internal sealed record Answer<T>(T? Value, Problem? Problem)
    where T : class
{
    public T OrThrow() => Value ?? throw new ApiFailureException(Problem!);
}
