using System.Diagnostics;
using System.Text.Json;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Messaging;

/// <summary>What travels: an integration event with what is known about it. The members are those of CloudEvents 1.0.</summary>
/// <param name="Id">Message id; a repetition has the same.</param>
/// <param name="Type">Wire name of the event.</param>
/// <param name="Source">The service that published it.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="OrganisationId">The organisation it belongs to.</param>
/// <param name="Subject">Id of what it is about.</param>
/// <param name="TraceParent">W3C trace context of the request that caused it; null without one.</param>
/// <param name="Data">The event itself as JSON.</param>
public sealed record EventEnvelope(
    Guid Id, string Type, string Source, DateTimeOffset Time, Guid OrganisationId, Guid Subject, string? TraceParent, JsonElement Data)
{
    public static EventEnvelope Of<TEvent>(TEvent happened, string source, DateTimeOffset now)
        where TEvent : IIntegrationEvent =>
        new(
            Guid.CreateVersion7(now),
            TEvent.Type,
            source,
            now,
            happened.OrganisationId,
            happened.Subject,
            Activity.Current?.Id,
            JsonSerializer.SerializeToElement(happened, EventJson.Options));

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options);

    /// <summary>Reads the bytes of <see cref="ToBytes"/>. Throws <see cref="JsonException"/> for anything else.</summary>
    public static EventEnvelope FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<EventEnvelope>(bytes, EventJson.Options) is { Type: not null, Source: not null, Data.ValueKind: not JsonValueKind.Undefined } envelope
            && envelope.Id != Guid.Empty
            ? envelope
            : throw new JsonException("The message is not an event envelope.");
}
