namespace Medborgarbudget.Kernel;

/// <summary>What kind of failure an <see cref="Error"/> is; the kind alone decides the HTTP and gRPC status.</summary>
public enum ErrorKind
{
    /// <summary>The request is wrong in itself; details name the fields. HTTP 400.</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the token does not hold. HTTP 401.</summary>
    Unauthenticated,

    /// <summary>The caller may not do this. HTTP 403.</summary>
    Forbidden,

    /// <summary>The object does not exist, or not for this caller. HTTP 404.</summary>
    Missing,

    /// <summary>The object's state does not allow it (round closed). HTTP 409.</summary>
    State,

    /// <summary>It exists already. HTTP 409.</summary>
    Duplicate,

    /// <summary>The caller has seen an older version. HTTP 412.</summary>
    Stale,

    /// <summary>The caller asks too much; retry later. HTTP 429.</summary>
    TooMany,

    /// <summary>Something this service depends on does not answer. HTTP 503.</summary>
    Unavailable,

    /// <summary>The key was used before with another request. HTTP 422.</summary>
    KeyReused,
}

/// <summary>A fault in one field of a request.</summary>
/// <param name="Field">Path of the field, as in JSON.</param>
/// <param name="Problem">What is wrong, in English, without the value.</param>
public sealed record FieldFault(string Field, string Problem);

/// <summary>
/// An expected failure as a value. Not for bugs and broken infrastructure: those are exceptions.
/// </summary>
/// <param name="Code">Stable code <c>area.fact</c>; clients decide by it, texts are looked up by it.</param>
/// <param name="Kind">Decides the status.</param>
/// <param name="Message">English text without personal data.</param>
public sealed record Error(string Code, ErrorKind Kind, string Message)
{
    /// <summary>The faulty fields, or what is missing; empty where the code says it all.</summary>
    public IReadOnlyList<FieldFault> Faults { get; init; } = [];

    /// <summary>The Swedish text, when another service has sent it along; else it is looked up by the code.</summary>
    public string? Swedish { get; init; }

    /// <summary>Seconds after which a retry makes sense; null where it does not.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static Error Invalid(IReadOnlyList<FieldFault> faults) =>
        GeneralErrors.Invalid with { Faults = faults };
}

/// <summary>The errors that any operation may give.</summary>
public static class GeneralErrors
{
    public static readonly Error Invalid = new("request.invalid", ErrorKind.Invalid, "The request has faults.");
    public static readonly Error Unauthenticated = new("request.unauthenticated", ErrorKind.Unauthenticated, "Sign in first.");
    public static readonly Error Forbidden = new("request.forbidden", ErrorKind.Forbidden, "The caller may not do this.");

    /// <summary>The sign-in is weaker than the organisation requires, or through an e-ID that it does not take; said by every service.</summary>
    public static readonly Error LevelTooLow = new("identity.level_too_low", ErrorKind.Forbidden, "The organisation requires a stronger sign-in, or another e-ID: sign in again with one that it takes.");

    public static readonly Error Stale = new("request.stale", ErrorKind.Stale, "The object has changed since it was read.");
    public static readonly Error KeyReused = new("request.key_reused", ErrorKind.KeyReused, "The Idempotency-Key was used with another request.");
    public static readonly Error Unavailable = new("request.unavailable", ErrorKind.Unavailable, "A part of the system does not answer.") { RetryAfterSeconds = 5 };
    public static readonly Error WaitingRoom = new("request.waiting_room", ErrorKind.TooMany, "Many want to vote right now: wait for your turn, and send the ticket with the next try.");
}
