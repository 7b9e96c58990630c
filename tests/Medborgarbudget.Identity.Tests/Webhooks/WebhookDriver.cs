using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using ClientService = Medborgarbudget.Contracts.Identity.V1.ApiClientService.ApiClientServiceClient;
using WireApiClient = Medborgarbudget.Contracts.Identity.V1.ApiClient;
using WireDelivery = Medborgarbudget.Contracts.Identity.V1.WebhookDelivery;
using WireKind = Medborgarbudget.Contracts.Identity.V1.ApiClientKind;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;
using WireState = Medborgarbudget.Contracts.Identity.V1.WebhookState;
using WireWebhook = Medborgarbudget.Contracts.Identity.V1.Webhook;

namespace Medborgarbudget.Identity.Tests.Webhooks;

/// <summary>An organisation of a test with what its administrator does about webhooks, and what happens in it.</summary>
internal sealed class WebhookDriver(IdentityFixture host, OrganisationId organisation)
{
    private int _version;

    public OrganisationId Organisation => organisation;

    /// <summary>A sub-budget of the organisation.</summary>
    public SubBudgetId SubBudget { get; } = SubBudgetId.From(Guid.NewGuid());

    public WebhookService.WebhookServiceClient Webhooks => new(host.As(host.Tokens.Holder(WireRole.Administrator, organisation)));

    public ClientService Clients => new(host.As(host.Tokens.Holder(WireRole.Administrator, organisation)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<WebhookDriver> StartAsync(IdentityFixture host) => new(host, await host.AddOrganisationAsync(Cancel));

    public async Task<WireApiClient> ClientAsync(bool approved = true)
    {
        var client = await Clients.RegisterApiClientAsync(new RegisterApiClientRequest
        {
            OrganisationId = organisation.ToString(),
            Name = "Torgappen",
            Kind = WireKind.Public,
            RedirectUris = { "https://torget.test/klar" },
            Contact = "torget@example.se",
        });
        return approved ? await Clients.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }) : client;
    }

    public async Task<WireWebhook> CreateAsync(WireApiClient client, string url, params IEnumerable<string> events) =>
        await Webhooks.CreateWebhookAsync(new CreateWebhookRequest { ApiClientId = client.ApiClientId, Url = url, Events = { events } });

    public async Task<string> SecretAsync(WireWebhook webhook) =>
        (await Webhooks.RotateWebhookSecretAsync(new RotateWebhookSecretRequest { WebhookId = webhook.WebhookId })).Secret;

    /// <summary>A webhook of an approved client that has its secret and wants to know everything.</summary>
    public async Task<(WireWebhook Webhook, string Secret)> ListeningAsync(string url, WireApiClient? client = null)
    {
        var webhook = await CreateAsync(client ?? await ClientAsync(), url, WebhookEvents.All);
        return (webhook, await SecretAsync(webhook));
    }

    /// <summary>The webhook as it is now.</summary>
    public async Task<WireWebhook> ReadAsync(WireWebhook webhook) =>
        (await Webhooks.ListWebhooksAsync(new ListWebhooksRequest { ApiClientId = webhook.ApiClientId })).Webhooks.Single(found => found.WebhookId == webhook.WebhookId);

    public async Task<IReadOnlyList<WireDelivery>> LogAsync(WireWebhook webhook) =>
        (await Webhooks.ListWebhookDeliveriesAsync(new ListWebhookDeliveriesRequest { WebhookId = webhook.WebhookId })).Deliveries;

    /// <summary>The only delivery of a webhook, once it is as awaited.</summary>
    public async Task<WireDelivery> AwaitAsync(WireWebhook webhook, Func<WireDelivery, bool> isAwaited)
    {
        var only = (await LogAsync(webhook)).Single();
        await UntilAsync(async () => isAwaited(only = (await LogAsync(webhook)).Single()));
        return only;
    }

    public Task AwaitAsync(WireWebhook webhook, WireState state) => UntilAsync(async () => (await ReadAsync(webhook)).State == state);

    public async Task<int> ReplayAsync(WireWebhook webhook, WireDelivery delivery) =>
        (await Webhooks.ReplayWebhookDeliveriesAsync(
            new ReplayWebhookDeliveriesRequest { WebhookId = webhook.WebhookId, WebhookDeliveryId = delivery.WebhookDeliveryId })).Deliveries;

    public async Task<int> ReplayAsync(WireWebhook webhook, DateTimeOffset from, DateTimeOffset until) =>
        (await Webhooks.ReplayWebhookDeliveriesAsync(
            new ReplayWebhookDeliveriesRequest { WebhookId = webhook.WebhookId, From = from.ToTimestamp(), Until = until.ToTimestamp() })).Deliveries;

    /// <summary>Budget tells a phase; the same version again is no news.</summary>
    public Task EnterAsync(string phase, bool rehearsal = false, int? version = null, SubBudgetId? subBudget = null) => TellAsync(
        new SubBudgetChanged(
            (subBudget ?? SubBudget).Value, Guid.NewGuid(), organisation.Value, version ?? ++_version, phase, false, false, rehearsal, "Norra byn", 1_000_000, 500_000,
            new VotingRuleData("Approval", "Greedy", 0, 0), new RollRuleData(0, 0, new DateOnly(2027, 1, 1)), Always, []));

    public Task CertifyAsync() => TellAsync(
        new ResultCertified(SubBudget.Value, organisation.Value, Guid.NewGuid(), 12, "aa", "bb", [new ItemResultData(Guid.NewGuid(), 1, "Bänk", 50_000, 7, true)]));

    public Task AdjustAsync() => TellAsync(
        new DecisionAdjusted(
            Guid.NewGuid(), SubBudget.Value, organisation.Value, "KF § 58", [new ItemDecisionData(Guid.NewGuid(), 1, "Bänk", 50_000, "Approved", false, "")]));

    public Task GainForceAsync() => TellAsync(
        new LegalForceDue(Guid.NewGuid(), SubBudget.Value, organisation.Value, "KF § 58", new DateOnly(2027, 1, 14), new DateOnly(2027, 2, 5)));

    public Task MeasureAsync(string state, int version) => TellAsync(
        new MeasureChanged(Guid.NewGuid(), Guid.NewGuid(), SubBudget.Value, organisation.Value, version, 1, "Bänk", state, 50_000, 20_000));

    private async Task TellAsync<TEvent>(TEvent happened)
        where TEvent : IIntegrationEvent => (await host.DeliverAsync(happened, Cancel)).ShouldBeTrue();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        tooLong.CancelAfter(WebhookReceiver.Patience);
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), tooLong.Token);
        }
    }

    private static CalendarData Always => new(default, default, default, default, default, default);
}
