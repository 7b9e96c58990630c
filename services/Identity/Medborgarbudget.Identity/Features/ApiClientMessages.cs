using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Identity.Features;

/// <summary>A third-party client as the contract writes it.</summary>
internal static class ApiClientMessages
{
    public static Contracts.Identity.V1.ApiClient ToMessage(this ApiClient client)
    {
        var message = new Contracts.Identity.V1.ApiClient
        {
            ApiClientId = client.Id.ToString(),
            OrganisationId = client.OrganisationId.ToString(),
            ClientId = client.Id.ClientId,
            Name = client.Name,
            Kind = (Contracts.Identity.V1.ApiClientKind)client.Kind,
            Contact = client.Contact,
            State = (Contracts.Identity.V1.ApiClientState)client.State,
            RequestedBy = client.RequestedBy.ToString(),
            RequestedAt = Timestamp.FromDateTimeOffset(client.RequestedAt),
            ApprovedBy = client.ApprovedBy?.ToString() ?? "",
            ApprovedAt = client.ApprovedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        };
        message.RedirectUris.AddRange(client.RedirectUris);
        message.Origins.AddRange(client.Origins);
        message.Scopes.AddRange(client.Scopes);
        return message;
    }
}
