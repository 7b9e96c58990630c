namespace Medborgarbudget.Messaging.Inbox;

/// <summary>The message that is being handled, for a consumer that asks who sent it and when: what the event says of that would be its own word.</summary>
public sealed class Delivery
{
    private EventEnvelope? _envelope;

    /// <summary>Throws <see cref="InvalidOperationException"/> where no message is handled.</summary>
    public EventEnvelope Envelope
    {
        get => _envelope ?? throw new InvalidOperationException("No message is being handled.");
        internal set => _envelope = value;
    }
}
