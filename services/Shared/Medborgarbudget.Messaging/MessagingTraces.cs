using System.Diagnostics;

namespace Medborgarbudget.Messaging;

/// <summary>The spans of an event's way: they belong to the trace of the request that caused it, however much later they are.</summary>
internal static class MessagingTraces
{
    private static readonly ActivitySource Source = new("Medborgarbudget.Messaging");

    public static Activity? Publish(EventEnvelope envelope) => Start($"send {envelope.Type}", ActivityKind.Producer, "send", envelope);

    public static Activity? Handle(EventEnvelope envelope, string consumer) => Start($"process {consumer}", ActivityKind.Consumer, "process", envelope);

    private static Activity? Start(string name, ActivityKind kind, string operation, EventEnvelope envelope) =>
        Source.StartActivity(name, kind, envelope.TraceParent)
            ?.SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.message.id", envelope.Id.ToString());
}
