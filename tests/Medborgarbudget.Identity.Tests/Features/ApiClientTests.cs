using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.Extensions.DependencyInjection;
using Client = Medborgarbudget.Contracts.Identity.V1.ApiClientService.ApiClientServiceClient;
using WireApiClient = Medborgarbudget.Contracts.Identity.V1.ApiClient;
using WireKind = Medborgarbudget.Contracts.Identity.V1.ApiClientKind;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;
using WireState = Medborgarbudget.Contracts.Identity.V1.ApiClientState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class ApiClientsOnSqlite(SqliteIdentity host) : ApiClientTests(host), IClassFixture<SqliteIdentity>;

public sealed class ApiClientsOnPostgres(PostgresIdentity host) : ApiClientTests(host), IClassFixture<PostgresIdentity>;

/// <summary>What administrators do with the clients of third parties.</summary>
public abstract class ApiClientTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_goes_from_trial_to_approved_and_back_from_suspension_to_where_it_stood()
    {
        var (organisation, client) = await RegisteredAsync();
        client.State.ShouldBe(WireState.Requested);
        client.ClientId.ShouldStartWith("app-");
        Guid.TryParse(client.ClientId, out _).ShouldBeFalse();
        (await SuspendAsync(organisation, client)).State.ShouldBe(WireState.Suspended);
        (await ResumeAsync(organisation, client)).State.ShouldBe(WireState.Requested);
        var approved = await ApproveAsync(organisation, client);
        (approved.State, approved.ApprovedBy.Length).ShouldBe((WireState.Approved, 36));
        (await SuspendAsync(organisation, client)).State.ShouldBe(WireState.Suspended);
        (await Failures.CodeOf(() => SuspendAsync(organisation, client))).ShouldBe("identity.client_state");
        (await Failures.CodeOf(() => ApproveAsync(organisation, client))).ShouldBe("identity.client_state");
        (await ResumeAsync(organisation, client)).State.ShouldBe(WireState.Approved);
        (await RemoveAsync(organisation, client)).State.ShouldBe(WireState.Removed);
        (await Failures.CodeOf(() => ResumeAsync(organisation, client))).ShouldBe("identity.client_state");
        var listed = await As(organisation).ListApiClientsAsync(new ListApiClientsRequest { OrganisationId = organisation.ToString() }, cancellationToken: Cancel);
        listed.ApiClients.Single().ShouldBe(new WireApiClient(approved) { State = WireState.Removed });
    }

    [Fact]
    public async Task Faults_of_a_registration_are_all_told()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var request = new RegisterApiClientRequest { OrganisationId = organisation.ToString(), RedirectUris = { "http://elsewhere.test/" }, Origins = { "*" }, Scopes = { "everything" } };
        var refused = await Should.ThrowAsync<RpcException>(() => As(organisation).RegisterApiClientAsync(request, cancellationToken: Cancel).ResponseAsync);
        refused.ToError().Faults.Select(fault => fault.Field).ShouldBe(["name", "kind", "contact", "redirectUris[0]", "origins[0]", "scopes"], ignoreOrder: true);
    }

    [Fact]
    public async Task Other_organisations_clients_are_not_touched()
    {
        var (_, client) = await RegisteredAsync();
        var other = await host.AddOrganisationAsync(Cancel);
        (await Failures.CodeOf(() => ApproveAsync(other, client))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => SuspendAsync(other, client))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => RotateAsync(other, client))).ShouldBe("request.forbidden");
        var listed = await As(other).ListApiClientsAsync(new ListApiClientsRequest { OrganisationId = other.ToString() }, cancellationToken: Cancel);
        listed.ApiClients.ShouldBeEmpty();
        (await Failures.CodeOf(() => ApproveAsync(other, new WireApiClient { ApiClientId = Guid.NewGuid().ToString() }))).ShouldBe("identity.client_missing");
    }

    [Fact]
    public async Task Public_client_has_no_secret()
    {
        var (organisation, client) = await RegisteredAsync();
        (await Failures.CodeOf(() => RotateAsync(organisation, client))).ShouldBe("identity.client_has_no_secret");
    }

    [Fact]
    public async Task Organisation_has_so_many_clients_and_no_more_until_one_is_removed()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var clients = await Task.WhenAll(Enumerable.Range(0, ApiClient.MostPerOrganisation).Select(_ => RegisterAsync(host, organisation, PersonId.From(Guid.NewGuid()))));
        (await Failures.CodeOf(() => RegisterAsync(host, organisation, PersonId.From(Guid.NewGuid())))).ShouldBe("identity.too_many_clients");
        await RemoveAsync(organisation, clients[7]);
        await RegisterAsync(host, organisation, PersonId.From(Guid.NewGuid()));
    }

    [Fact]
    public async Task S6_gateway_alone_is_told_which_clients_act_and_for_an_hour_which_do_no_more()
    {
        var (organisation, client) = await RegisteredAsync();
        (await KnownAsync(client)).ShouldBe(new KnownClient { ClientId = client.ClientId, Active = true, Origins = { client.Origins } });
        await SuspendAsync(organisation, client);
        (await KnownAsync(client))!.Active.ShouldBeFalse();
        await RemoveAsync(organisation, client);
        (await KnownAsync(client))!.Active.ShouldBeFalse();
        host.Clock.Advance(TimeSpan.FromHours(1.1));
        (await KnownAsync(client)).ShouldBeNull();
        (await Failures.CodeOf(() => KnownAsync(client, host.Tokens.Service("voting")))).ShouldBe("request.forbidden");
    }

    /// <summary>Everything that an administrator can do with a client.</summary>
    internal static async Task WorkOnClientAsync(IdentityFixture host, OrganisationId organisation, PersonId by)
    {
        var client = await RegisterAsync(host, organisation, by, WireKind.Confidential);
        var service = new Client(host.As(host.Administrator(by, organisation)));
        await service.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        await service.RotateApiClientSecretAsync(new RotateApiClientSecretRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        await service.SetApiClientKeysAsync(new SetApiClientKeysRequest { ApiClientId = client.ApiClientId, PublicKeys = "" }, cancellationToken: Cancel);
        await WorkOnWebhookAsync(host, organisation, by, client);
        await service.SuspendApiClientAsync(new SuspendApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        await service.ResumeApiClientAsync(new ResumeApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        await service.RemoveApiClientAsync(new RemoveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
    }

    private static async Task WorkOnWebhookAsync(IdentityFixture host, OrganisationId organisation, PersonId by, WireApiClient client)
    {
        var service = new WebhookService.WebhookServiceClient(host.As(host.Administrator(by, organisation)));
        var webhook = await service.CreateWebhookAsync(
            new CreateWebhookRequest { ApiClientId = client.ApiClientId, Url = "https://torget.test/webhooks", Events = { WebhookEvents.All } }, cancellationToken: Cancel);
        await service.RotateWebhookSecretAsync(new RotateWebhookSecretRequest { WebhookId = webhook.WebhookId }, cancellationToken: Cancel);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<WebhookStore>().DisableAsync(WebhookId.From(Guid.Parse(webhook.WebhookId)), host.Clock.GetUtcNow(), Cancel)).ShouldBeTrue();
        }

        await service.EnableWebhookAsync(new EnableWebhookRequest { WebhookId = webhook.WebhookId }, cancellationToken: Cancel);
        await service.ReplayWebhookDeliveriesAsync(
            new ReplayWebhookDeliveriesRequest { WebhookId = webhook.WebhookId, WebhookDeliveryId = Guid.NewGuid().ToString() }, cancellationToken: Cancel);
        await service.RemoveWebhookAsync(new RemoveWebhookRequest { WebhookId = webhook.WebhookId }, cancellationToken: Cancel);
    }

    private static async Task<WireApiClient> RegisterAsync(IdentityFixture host, OrganisationId organisation, PersonId by, WireKind kind = WireKind.Public) =>
        await new Client(host.As(host.Administrator(by, organisation))).RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = organisation.ToString(),
                Name = "Torgappen",
                Kind = kind,
                RedirectUris = { "https://torget.test/klar" },
                Origins = { "https://torget.test" },
                Scopes = { "ideas", "vote" },
                Contact = "torget@example.se",
            },
            cancellationToken: Cancel);

    private async Task<(OrganisationId Organisation, WireApiClient Client)> RegisteredAsync()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        return (organisation, await RegisterAsync(host, organisation, PersonId.From(Guid.NewGuid())));
    }

    private async Task<KnownClient?> KnownAsync(WireApiClient client, string? token = null) =>
        (await new ClientDirectoryService.ClientDirectoryServiceClient(host.As(token ?? host.Tokens.Service("gateway")))
            .ListKnownClientsAsync(new ListKnownClientsRequest(), cancellationToken: Cancel)).Clients.SingleOrDefault(known => known.ClientId == client.ClientId);

    private Client As(OrganisationId organisation) => new(host.As(host.Tokens.Holder(WireRole.Administrator, organisation)));

    private Task<WireApiClient> ApproveAsync(OrganisationId by, WireApiClient client) =>
        As(by).ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync;

    private Task<WireApiClient> SuspendAsync(OrganisationId by, WireApiClient client) =>
        As(by).SuspendApiClientAsync(new SuspendApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync;

    private Task<WireApiClient> ResumeAsync(OrganisationId by, WireApiClient client) =>
        As(by).ResumeApiClientAsync(new ResumeApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync;

    private Task<WireApiClient> RemoveAsync(OrganisationId by, WireApiClient client) =>
        As(by).RemoveApiClientAsync(new RemoveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync;

    private Task<ApiClientSecret> RotateAsync(OrganisationId by, WireApiClient client) =>
        As(by).RotateApiClientSecretAsync(new RotateApiClientSecretRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync;
}
