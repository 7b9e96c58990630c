using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>What the signed-in person has agreed to let third-party clients do.</summary>
internal sealed class ListMyConsents(ApiClientStore clients, Caller caller)
{
    public async Task<Result<ListMyConsentsResponse>> Handle(ListMyConsentsRequest request, CancellationToken cancellationToken)
    {
        _ = request;
        if (!caller.Me().Succeeded(out var me, out var error))
        {
            return error;
        }

        var response = new ListMyConsentsResponse();
        foreach (var (consent, client, organisation) in await clients.ConsentsOfAsync(me, cancellationToken))
        {
            var message = new Consent
            {
                ApiClientId = client.Id.ToString(),
                ClientName = client.Name,
                OrganisationName = organisation,
                GivenAt = Timestamp.FromDateTimeOffset(consent.GivenAt),
            };
            message.Scopes.AddRange(consent.Scopes);
            response.Consents.Add(message);
        }

        return response;
    }
}
