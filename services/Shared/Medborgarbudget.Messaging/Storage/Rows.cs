namespace Medborgarbudget.Messaging.Storage;

/// <summary>An event that waits to be published, or has been; written in the transaction that caused it.</summary>
public sealed class OutboxRow
{
    /// <summary>Order of publication; the database gives it.</summary>
    public long Id { get; init; }

    public required Guid MessageId { get; init; }

    public required string Type { get; init; }

    /// <summary>The whole envelope as JSON.</summary>
    public required string Envelope { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not published again before this time.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Null while it waits.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>A message that a consumer has taken in; its key is what makes a repetition harmless.</summary>
public sealed class InboxRow
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required DateTimeOffset HandledAt { get; init; }
}

/// <summary>How often a consumer has failed at a message so far.</summary>
public sealed class AttemptRow
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public int Attempts { get; set; }

    public required DateTimeOffset FirstAt { get; init; }
}

/// <summary>A message that a consumer has given up on, with the reason; it can be delivered again.</summary>
public sealed class DeadLetterRow
{
    public long Id { get; init; }

    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required string Type { get; init; }

    public required string Envelope { get; init; }

    /// <summary>Type and text of the last failure.</summary>
    public required string Reason { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A client's idempotency key with the outcome of its first use, written in the transaction of the effect.</summary>
public sealed class IdempotencyRow
{
    /// <summary>Person or client that used the key.</summary>
    public required string Caller { get; init; }

    public required string Method { get; init; }

    /// <summary>SHA-256 of caller, method and key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request message.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>The answer, as protobuf; empty only inside the transaction of the first use.</summary>
    public required byte[] Response { get; set; }

    public required DateTimeOffset At { get; init; }
}
