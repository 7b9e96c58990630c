using System.Text.Json;
using System.Text.Json.Serialization;

namespace Medborgarbudget.Contracts.Events;

/// <summary>
/// Something that has happened and that other services may care about. Events that carry a snapshot carry its version too, so that
/// a consumer can drop what is older than what it knows; order is never assumed. No personal identity number ever stands in one.
/// </summary>
public interface IIntegrationEvent
{
    /// <summary>Wire name <c>medborgarbudget.{service}.{fact}.v{n}</c>; a constant, never the CLR name.</summary>
    static abstract string Type { get; }

    /// <summary>The organisation it belongs to.</summary>
    Guid OrganisationId { get; }

    /// <summary>The id of what it is about.</summary>
    Guid Subject { get; }
}

/// <summary>How events are written and read: camelCase, enums as text, unknown members ignored.</summary>
public static class EventJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };
}
