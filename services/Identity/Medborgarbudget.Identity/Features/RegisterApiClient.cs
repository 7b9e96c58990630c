using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.OpenId.ThirdParties;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.Features;

/// <summary>Registers a program of a third party, on trial until an administrator approves it.</summary>
internal sealed class RegisterApiClient(
    IdentityDb db, ApiClientStore clients, IOpenIddictApplicationManager applications, AuditTrail trail, Caller caller, IdentitySettings settings, TimeProvider clock)
{
    private const int LongestName = 80;
    private const int LongestContact = 200;

    public async Task<Result<Contracts.Identity.V1.ApiClient>> Handle(RegisterApiClientRequest request, CancellationToken cancellationToken)
    {
        var read = Read(request);
        if (!read.Succeeded(out var client, out var error))
        {
            return error;
        }

        if (!caller.MayActIn(client.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        if (!await db.Organisations.AnyAsync(row => row.Id == client.OrganisationId, cancellationToken))
        {
            return IdentityErrors.OrganisationMissing;
        }

        if (await clients.CountAsync(client.OrganisationId, cancellationToken) >= ApiClient.MostPerOrganisation)
        {
            return IdentityErrors.TooManyClients;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await clients.AddAsync(client, cancellationToken);
        await applications.CreateAsync(ThirdPartyApplications.Describe(client), cancellationToken);
        await trail.NoteAsync(client.OrganisationId, client.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return client.ToMessage();
    }

    private Result<ApiClient> Read(RegisterApiClientRequest request)
    {
        var fields = new Fields();
        var now = clock.GetUtcNow();
        var client = new ApiClient
        {
            Id = Id.New<ApiClientId>(now),
            OrganisationId = fields.Id<OrganisationId>(request.OrganisationId, "organisationId"),
            Name = fields.Text(request.Name, "name", 1, LongestName),
            Kind = (ApiClientKind)fields.Known(request.Kind, "kind"),
            RedirectUris = [.. request.RedirectUris],
            Origins = [.. request.Origins],
            Scopes = [.. request.Scopes],
            Contact = fields.Text(request.Contact, "contact", 1, LongestContact),
            State = ApiClientState.Requested,
            RequestedBy = caller.Person!.Value,
            RequestedAt = now,
        };
        ClientAddresses.CheckRedirects(fields, client.RedirectUris);
        ClientAddresses.CheckOrigins(fields, client.Origins, settings.Issuer);
        fields.Check(client.Scopes.All(ThirdPartyScopes.All.Contains) && client.Scopes.Distinct().Count() == client.Scopes.Count, "scopes", "may be ideas and vote, each once");
        return fields.Give(() => client);
    }
}
