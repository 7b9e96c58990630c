using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Http;
using WireDeliveryState = Medborgarbudget.Contracts.Identity.V1.WebhookDeliveryState;
using WireState = Medborgarbudget.Contracts.Identity.V1.WebhookState;

namespace Medborgarbudget.Identity.Tests.Webhooks;

/// <summary>The Identity host, which may call receivers on this host.</summary>
public abstract class WebhookFixture(StorageKind storage) : IdentityFixture(storage)
{
    protected override async Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync() =>
        new Dictionary<string, string?>(await base.MoreSettingsAsync()) { ["Identity:Webhooks:AllowLoopback"] = "true" };
}

public sealed class SqliteWebhooks() : WebhookFixture(StorageKind.Sqlite);

public sealed class PostgresWebhooks() : WebhookFixture(StorageKind.Postgres);

public sealed class WebhooksOnSqlite(SqliteWebhooks host) : WebhookTests(host), IClassFixture<SqliteWebhooks>;

public sealed class WebhooksOnPostgres(PostgresWebhooks host) : WebhookTests(host), IClassFixture<PostgresWebhooks>;

/// <summary>What happens reaches the servers of third parties, signed, whatever crashes in between.</summary>
public abstract class WebhookTests(WebhookFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_is_signed_so_that_the_receiver_can_check_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, secret) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        var message = await receiver.NextAsync(Cancel);
        Signatures(message, secret).ShouldBe(message.Signature);
        message.Id.ShouldStartWith("msg_");
        message.Timestamp.ShouldBe(WebhookSignature.TimeOf(host.Clock.GetUtcNow()));
        using var body = JsonDocument.Parse(message.Body);
        body.RootElement.GetProperty("type").GetString().ShouldBe("sub_budget.phase_changed");
        body.RootElement.GetProperty("data").GetProperty("phase").GetString().ShouldBe("Voting");
        body.RootElement.GetProperty("data").GetProperty("subBudgetId").GetGuid().ShouldBe(driver.SubBudget.Value);
        var delivery = await driver.AwaitAsync(webhook, found => found.State == WireDeliveryState.Delivered);
        (delivery.MessageId, delivery.Event, delivery.NextAttemptAt).ShouldBe((message.Id, "sub_budget.phase_changed", null));
        delivery.Attempts.Single().ShouldSatisfyAllConditions(
            attempt => attempt.Outcome.ShouldBe("answered"),
            attempt => attempt.Status.ShouldBe(StatusCodes.Status204NoContent));
        delivery.ToString().ShouldNotContain(secret);
    }

    [Fact]
    public async Task Result_and_decision_are_told_with_what_they_say_and_the_same_news_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        await driver.EnterAsync("Count");
        await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Count");
        await driver.EnterAsync("Decision", version: 1);
        await driver.CertifyAsync();
        await driver.AdjustAsync();
        var (result, decision) = (await receiver.NextAsync(Cancel), await receiver.NextAsync(Cancel));
        result.Body.ShouldContain("\"type\":\"vote.result_certified\"");
        result.Body.ShouldContain("\"votes\":7");
        decision.Body.ShouldContain("\"type\":\"decision.adjusted\"");
        decision.Body.ShouldContain("\"outcome\":\"Approved\"");
        result.Id.ShouldNotBe(decision.Id);
    }

    [Fact]
    public async Task Legal_force_and_measures_are_told_with_what_they_say_and_nothing_more()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        await driver.EnterAsync("Implementation");
        await driver.ListeningAsync(receiver.Url);
        await driver.GainForceAsync();
        await driver.MeasureAsync("Ordered", version: 1);
        await driver.MeasureAsync("Finished", version: 5);
        var (force, ordered, finished) = (await ReadAsync(receiver), await ReadAsync(receiver), await ReadAsync(receiver));
        force.Type.ShouldBe("decision.legal_force_due");
        force.Data.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["subBudgetId", "organisationId", "rehearsal", "caseId", "decisionReference", "noticeOn", "legalForceOn"]);
        force.Data.GetProperty("legalForceOn").GetString().ShouldBe("2027-02-05");
        (ordered.Type, ordered.Data.GetProperty("state").GetString()).ShouldBe(("measure.ordered", "Ordered"));
        (finished.Type, finished.Data.GetProperty("state").GetString()).ShouldBe(("measure.state_changed", "Finished"));
        finished.Data.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "subBudgetId", "organisationId", "rehearsal", "measureId", "proposalId", "number", "title", "state", "decidedCostOre", "costSoFarOre", "version",
        ]);
        finished.Data.GetProperty("subBudgetId").GetGuid().ShouldBe(driver.SubBudget.Value);
    }

    [Fact]
    public async Task Webhook_is_told_only_what_it_was_created_for()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        await driver.EnterAsync("Implementation");
        var webhook = await driver.CreateAsync(await driver.ClientAsync(), receiver.Url, WebhookEvents.MeasureStateChanged);
        await driver.SecretAsync(webhook);
        await driver.GainForceAsync();
        await driver.MeasureAsync("Ordered", version: 1);
        await driver.MeasureAsync("Ongoing", version: 3);
        (await ReadAsync(receiver)).Type.ShouldBe("measure.state_changed");
        (await driver.LogAsync(webhook)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_happens_within_a_millisecond_is_told_in_its_order()
    {
        const int Events = 12;
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);

        // Without a secret everything waits, and is then sent at once.
        var webhook = await driver.CreateAsync(await driver.ClientAsync(), receiver.Url, WebhookEvents.All);
        var entered = Enumerable.Range(0, Events).Select(_ => SubBudgetId.From(Guid.NewGuid())).ToList();
        var before = host.Clock.GetUtcNow();
        foreach (var subBudget in entered)
        {
            await driver.EnterAsync("Voting", version: 1, subBudget: subBudget);
        }

        host.Clock.GetUtcNow().ShouldBe(before);
        await driver.SecretAsync(webhook);
        foreach (var subBudget in entered)
        {
            (await receiver.NextAsync(Cancel)).Body.ShouldContain(subBudget.ToString());
        }
    }

    [Fact]
    public async Task Refused_message_is_sent_again_later_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        receiver.Answer = StatusCodes.Status500InternalServerError;
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, secret) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        var first = await receiver.NextAsync(Cancel);
        var failed = await driver.AwaitAsync(webhook, found => found.Attempts.Count == 1);
        (failed.State, failed.Attempts[0].Status).ShouldBe((WireDeliveryState.Waiting, StatusCodes.Status500InternalServerError));
        (failed.NextAttemptAt.ToDateTimeOffset() - host.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(12));
        receiver.Answer = StatusCodes.Status200OK;
        host.Clock.Advance(TimeSpan.FromSeconds(12));
        var second = await receiver.NextAsync(Cancel);
        (second.Id, second.Body).ShouldBe((first.Id, first.Body));
        second.Timestamp.ShouldNotBe(first.Timestamp);
        Signatures(second, secret).ShouldBe(second.Signature);
        (await driver.AwaitAsync(webhook, found => found.State == WireDeliveryState.Delivered)).Attempts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Receiver_that_never_answers_is_left_and_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        receiver.Answer = 0;
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        await receiver.NextAsync(Cancel);
        receiver.Answer = StatusCodes.Status200OK;
        host.Clock.Advance(TimeSpan.FromSeconds(15));
        var failed = await driver.AwaitAsync(webhook, found => found.Attempts.Count == 1);
        (failed.Attempts[0].Outcome, failed.Attempts[0].Status).ShouldBe(("timed_out", 0));
        failed.Attempts[0].DurationMs.ShouldBe(15_000);
        host.Clock.Advance(TimeSpan.FromSeconds(12));
        await receiver.NextAsync(Cancel);
    }

    [Fact]
    public async Task Message_that_was_under_way_when_the_service_ended_is_sent_by_the_next_one()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        receiver.Answer = 0;
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        var first = await receiver.NextAsync(Cancel);
        await host.RestartAsync();
        receiver.Answer = StatusCodes.Status200OK;
        (await driver.LogAsync(webhook)).Single().Attempts.ShouldBeEmpty();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await receiver.NextAsync(Cancel)).Id.ShouldBe(first.Id);
        await driver.AwaitAsync(webhook, found => found.State == WireDeliveryState.Delivered);
    }

    [Fact]
    public async Task One_delivery_or_all_of_a_time_span_are_sent_again_with_their_ids()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url);
        var begin = host.Clock.GetUtcNow();
        await driver.EnterAsync("Voting");
        var voting = await receiver.NextAsync(Cancel);
        var delivery = await driver.AwaitAsync(webhook, found => found.State == WireDeliveryState.Delivered);
        (await driver.ReplayAsync(webhook, delivery)).ShouldBe(1);
        (await receiver.NextAsync(Cancel)).Id.ShouldBe(voting.Id);
        await driver.AwaitAsync(webhook, found => found is { State: WireDeliveryState.Delivered, Attempts.Count: 2 });
        host.Clock.Advance(TimeSpan.FromHours(1));
        await driver.EnterAsync("Count");
        var count = await receiver.NextAsync(Cancel);
        (await driver.ReplayAsync(webhook, begin.AddDays(-2), begin.AddDays(-1))).ShouldBe(0);
        (await driver.ReplayAsync(webhook, begin, begin.AddMinutes(1))).ShouldBe(1);
        (await receiver.NextAsync(Cancel)).Id.ShouldBe(voting.Id);
        count.Id.ShouldNotBe(voting.Id);
        receiver.Unread.ShouldBe(0);
        var both = new ReplayWebhookDeliveriesRequest { WebhookId = webhook.WebhookId, WebhookDeliveryId = delivery.WebhookDeliveryId, From = delivery.CreatedAt };
        (await Failures.CodeOf(() => driver.Webhooks.ReplayWebhookDeliveriesAsync(both).ResponseAsync)).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task S6_suspended_client_is_told_nothing_until_it_goes_on()
    {
        await using var stopped = await WebhookReceiver.StartAsync(Cancel);
        await using var other = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var client = await driver.ClientAsync();
        var (webhook, _) = await driver.ListeningAsync(stopped.Url, client);
        await driver.Clients.SuspendApiClientAsync(new SuspendApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        var (witness, _) = await driver.ListeningAsync(other.Url);
        await driver.EnterAsync("Voting");
        await other.NextAsync(Cancel);
        await driver.AwaitAsync(witness, found => found.State == WireDeliveryState.Delivered);
        await driver.EnterAsync("Count");
        await other.NextAsync(Cancel);
        stopped.Unread.ShouldBe(0);
        (await driver.LogAsync(webhook)).ShouldAllBe(found => found.State == WireDeliveryState.Waiting && found.Attempts.Count == 0);
        await driver.Clients.ResumeApiClientAsync(new ResumeApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        (await stopped.NextAsync(Cancel)).Body.ShouldContain("Voting");
        (await stopped.NextAsync(Cancel)).Body.ShouldContain("Count");
        await driver.Clients.RemoveApiClientAsync(new RemoveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel);
        (await Failures.CodeOf(() => driver.LogAsync(webhook))).ShouldBe("identity.webhook_missing");
    }

    [Fact]
    public async Task Client_on_trial_is_told_of_rehearsals_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url, await driver.ClientAsync(approved: false));
        await driver.EnterAsync("Voting");
        await driver.CertifyAsync();
        await driver.GainForceAsync();
        await driver.MeasureAsync("Ordered", version: 1);
        await driver.EnterAsync("Voting", rehearsal: true, subBudget: Kernel.SubBudgetId.From(Guid.NewGuid()));
        (await receiver.NextAsync(Cancel)).Body.ShouldContain("\"rehearsal\":true");
        (await driver.LogAsync(webhook)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Webhook_that_takes_nothing_for_days_is_disabled_and_the_audit_log_says_so()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        receiver.Answer = StatusCodes.Status503ServiceUnavailable;
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        var first = await receiver.NextAsync(Cancel);
        for (var tried = 1; tried < Identity.WebhookDelivery.MostAttempts; tried++)
        {
            await driver.AwaitAsync(webhook, found => found.Attempts.Count == tried);
            host.Clock.Advance(TimeSpan.FromHours(29));
            (await receiver.NextAsync(Cancel)).Id.ShouldBe(first.Id);
        }

        var delivery = await driver.AwaitAsync(webhook, found => found.State == WireDeliveryState.GivenUp);
        await driver.AwaitAsync(webhook, WireState.Disabled);
        (await driver.ReadAsync(webhook)).DisabledAt.ShouldNotBeNull();
        (await AuditedAsync(driver)).ShouldContain(entry => entry.Action == "WebhookDisabled" && entry.Subject == webhook.WebhookId && entry.PersonId == "");
        receiver.Answer = StatusCodes.Status200OK;
        var enable = new EnableWebhookRequest { WebhookId = webhook.WebhookId };
        (await driver.Webhooks.EnableWebhookAsync(enable, cancellationToken: Cancel)).State.ShouldBe(WireState.Active);
        (await Failures.CodeOf(() => driver.Webhooks.EnableWebhookAsync(enable).ResponseAsync)).ShouldBe("identity.webhook_active");
        (await driver.ReplayAsync(webhook, delivery)).ShouldBe(1);
        (await receiver.NextAsync(Cancel)).Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Receiver_that_says_it_is_gone_is_disabled_at_once_and_no_redirection_is_followed()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        receiver.Answer = StatusCodes.Status307TemporaryRedirect;
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, _) = await driver.ListeningAsync(receiver.Url);
        await driver.EnterAsync("Voting");
        await receiver.NextAsync(Cancel);
        (await driver.AwaitAsync(webhook, found => found.Attempts.Count == 1)).Attempts[0].Status.ShouldBe(StatusCodes.Status307TemporaryRedirect);
        receiver.Unread.ShouldBe(0);
        receiver.Answer = StatusCodes.Status410Gone;
        host.Clock.Advance(TimeSpan.FromSeconds(12));
        await receiver.NextAsync(Cancel);
        await driver.AwaitAsync(webhook, WireState.Disabled);
    }

    [Fact]
    public async Task New_secret_signs_beside_the_former_one_for_a_day()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var (webhook, former) = await driver.ListeningAsync(receiver.Url);
        var newest = await driver.SecretAsync(webhook);
        newest.ShouldNotBe(former);
        await driver.EnterAsync("Voting");
        var message = await receiver.NextAsync(Cancel);
        message.Signature.ShouldBe(Signatures(message, newest, former));
        host.Clock.Advance(TimeSpan.FromHours(24));
        await driver.EnterAsync("Count");
        message = await receiver.NextAsync(Cancel);
        message.Signature.ShouldBe(Signatures(message, newest));
    }

    [Fact]
    public async Task Webhook_without_secret_waits_for_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var webhook = await driver.CreateAsync(await driver.ClientAsync(), receiver.Url, WebhookEvents.PhaseChanged);
        webhook.State.ShouldBe(WireState.AwaitsSecret);
        await driver.EnterAsync("Voting");
        (await driver.LogAsync(webhook)).Single().Attempts.ShouldBeEmpty();
        var secret = await driver.SecretAsync(webhook);
        var message = await receiver.NextAsync(Cancel);
        message.Signature.ShouldBe(Signatures(message, secret));
    }

    [Fact]
    public async Task Other_organisations_webhooks_are_not_touched()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Cancel);
        var driver = await WebhookDriver.StartAsync(host);
        var other = await WebhookDriver.StartAsync(host);
        var client = await driver.ClientAsync();
        var (webhook, _) = await driver.ListeningAsync(receiver.Url, client);
        (await Failures.CodeOf(() => other.CreateAsync(client, receiver.Url, WebhookEvents.All))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => other.SecretAsync(webhook))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => other.LogAsync(webhook))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => other.ReadAsync(webhook))).ShouldBe("request.forbidden");
        await other.EnterAsync("Voting");
        await other.GainForceAsync();
        await other.MeasureAsync("Ordered", version: 1);
        await driver.EnterAsync("Voting");
        (await receiver.NextAsync(Cancel)).Body.ShouldContain(driver.Organisation.ToString());
        (await driver.LogAsync(webhook)).Count.ShouldBe(1);
    }

    private static async Task<(string? Type, JsonElement Data)> ReadAsync(WebhookReceiver receiver)
    {
        using var body = JsonDocument.Parse((await receiver.NextAsync(Cancel)).Body);
        return (body.RootElement.GetProperty("type").GetString(), body.RootElement.GetProperty("data").Clone());
    }

    /// <summary>The header as a receiver computes it, after the specification and without our code.</summary>
    private static string Signatures(Received message, params IEnumerable<string> secrets) => string.Join(' ', secrets.Select(secret =>
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(message.Id + "." + message.Timestamp + "." + message.Body)));
    }));

    private async Task<IReadOnlyList<Contracts.Identity.V1.AuditEntry>> AuditedAsync(WebhookDriver driver) =>
        (await new AuditService.AuditServiceClient(host.As(host.Tokens.Holder(Contracts.Access.V1.Role.Auditor, driver.Organisation)))
            .ListAuditEntriesAsync(new ListAuditEntriesRequest { OrganisationId = driver.Organisation.ToString() })).Entries;
}
