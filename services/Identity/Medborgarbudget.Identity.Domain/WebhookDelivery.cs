using System.Text.Json.Serialization;

namespace Medborgarbudget.Identity;

/// <summary>Where a delivery stands. Numbers as in the proto.</summary>
public enum WebhookDeliveryState
{
    Unspecified = 0,
    Waiting = 1,
    Delivered = 2,

    /// <summary>Tried for days in vain.</summary>
    GivenUp = 3,
}

/// <summary>How an attempt ended.</summary>
public enum WebhookOutcome
{
    /// <summary>With an answer, good or bad.</summary>
    Answered,

    /// <summary>Without a whole answer in time.</summary>
    TimedOut,

    /// <summary>Without a connection, or with one that broke.</summary>
    Unreachable,

    /// <summary>Before a connection: the name leads only to addresses that nothing is sent to.</summary>
    AddressRefused,
}

/// <summary>One attempt. What the receiver answered beside its status is never kept.</summary>
/// <param name="Status">0 without an answer.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int DurationMs, WebhookOutcome Outcome, int Status)
{
    private const int Gone = 410;

    [JsonIgnore]
    public DateTimeOffset EndedAt => At.AddMilliseconds(DurationMs);

    /// <summary>Any 2xx: nothing else takes the message over, redirections are not followed.</summary>
    [JsonIgnore]
    public bool IsTaken => Outcome == WebhookOutcome.Answered && Status is >= 200 and < 300;

    /// <summary>The receiver wants no messages any more.</summary>
    [JsonIgnore]
    public bool IsGone => Outcome == WebhookOutcome.Answered && Status == Gone;
}

/// <summary>One message to one webhook, from the event until it is taken or given up. It is the line of the delivery log too.</summary>
public sealed record WebhookDelivery
{
    /// <summary>How many are made before it is given up: three and a half days after the first.</summary>
    public const int MostAttempts = 11;

    /// <summary>How many attempts the log keeps of one delivery, the newest.</summary>
    private const int AttemptsKept = 2 * MostAttempts;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    public required WebhookDeliveryId Id { get; init; }

    public required WebhookId WebhookId { get; init; }

    /// <summary>The same at every repetition, so that a receiver knows one.</summary>
    public required string MessageId { get; init; }

    public required string Event { get; init; }

    /// <summary>What is sent and signed, to the letter.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required WebhookDeliveryState State { get; init; }

    /// <summary>While it waits; moved ahead by whoever sends it, so that it comes up again should that process die.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>Failures since it was created or last replayed.</summary>
    public required int Failures { get; init; }

    public required IReadOnlyList<WebhookAttempt> Attempts { get; init; }

    /// <summary>Since it was created or last replayed; null before.</summary>
    public DateTimeOffset? FirstTriedAt => Failures == 0 ? null : Attempts[^Math.Min(Failures, Attempts.Count)].At;

    /// <summary>Ten seconds, then four times as long each time, a day at most; up to a fifth shorter or longer, so that receivers are not hit by all at once.</summary>
    /// <param name="failures">So far, from 1.</param>
    /// <param name="jitter">Drawn evenly from 0 to 1.</param>
    public static TimeSpan PauseAfter(int failures, double jitter)
    {
        var pause = FirstPause * Math.Pow(4, Math.Min(failures, MostAttempts) - 1);
        return (pause < LongestPause ? pause : LongestPause) * (0.8 + (0.4 * jitter));
    }

    /// <summary>What becomes of it after an attempt.</summary>
    public WebhookDelivery After(WebhookAttempt attempt, double jitter)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var noted = this with { Attempts = [.. Attempts.TakeLast(AttemptsKept - 1), attempt] };
        if (attempt.IsTaken)
        {
            return noted with { State = WebhookDeliveryState.Delivered };
        }

        var failures = Failures + 1;
        return failures >= MostAttempts
            ? noted with { State = WebhookDeliveryState.GivenUp, Failures = failures }
            : noted with { Failures = failures, NextAttemptAt = attempt.EndedAt + PauseAfter(failures, jitter) };
    }
}
