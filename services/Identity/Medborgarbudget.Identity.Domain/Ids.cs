using System.Buffers.Binary;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>One role of one person in one organisation, from request to revocation.</summary>
public readonly record struct RoleGrantId(Guid Value) : IId<RoleGrantId>
{
    public static RoleGrantId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One import of a roll extract.</summary>
public readonly record struct RollImportId(Guid Value) : IId<RollImportId>
{
    public static RollImportId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One place where officers take the votes of a sub-budget.</summary>
public readonly record struct VotingPlaceId(Guid Value) : IId<VotingPlaceId>
{
    public static VotingPlaceId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One officer's time at one voting place.</summary>
public readonly record struct ShiftId(Guid Value) : IId<ShiftId>
{
    public static ShiftId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One program of a third party, registered by an organisation.</summary>
public readonly record struct ApiClientId(Guid Value) : IId<ApiClientId>
{
    /// <summary>What client ids of third parties begin with: neither a UUID, as persons have, nor like a client of ours.</summary>
    public const string Prefix = "app-";

    /// <summary>What the program calls itself with at the OAuth endpoints and what stands in its tokens.</summary>
    public string ClientId => $"{Prefix}{Value:N}";

    public static ApiClientId From(Guid value) => new(value);

    /// <summary>Null for any other text.</summary>
    public static ApiClientId? OfClientId(string? clientId) =>
        clientId?.StartsWith(Prefix, StringComparison.Ordinal) == true
        && Guid.TryParseExact(clientId[Prefix.Length..], "N", out var value)
        && new ApiClientId(value) is var id && id.ClientId == clientId
            ? id
            : null;

    public override string ToString() => Value.ToString();
}

/// <summary>One person's declaration of a tie in one sub-budget; drawn at random, so that it tells no time.</summary>
public readonly record struct DeclarationId(Guid Value) : IId<DeclarationId>
{
    public static DeclarationId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One address that a third-party client is told things at.</summary>
public readonly record struct WebhookId(Guid Value) : IId<WebhookId>
{
    public static WebhookId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One message to one webhook. A webhook's ids rise in the order of its events, so they are its sequence, also within a millisecond.</summary>
public readonly record struct WebhookDeliveryId(Guid Value) : IId<WebhookDeliveryId>
{
    /// <summary>The next of a webhook: a new id, or the one that follows the newest where that is not smaller.</summary>
    /// <param name="newest">Null for the webhook's first.</param>
    public static WebhookDeliveryId Next(WebhookDeliveryId? newest, DateTimeOffset now)
    {
        var fresh = Id.New<WebhookDeliveryId>(now);
        return newest is { } last && fresh.Value <= last.Value ? last.Following() : fresh;
    }

    private WebhookDeliveryId Following()
    {
        const int Size = 16;
        Span<byte> bytes = stackalloc byte[Size];
        Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, BinaryPrimitives.ReadUInt128BigEndian(bytes) + 1);
        return new(new Guid(bytes, bigEndian: true));
    }

    public static WebhookDeliveryId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
