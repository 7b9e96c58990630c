using System.Security.Cryptography;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Webhooks;

/// <summary>
/// Sends what waits for the webhooks, each one's oldest first, several webhooks at a time. Every replica does it: a delivery is claimed for longer than an
/// attempt can last, and comes up again when the process that claimed it died. A receiver may so get a message twice, and never not at all.
/// </summary>
internal sealed class WebhookSender(IServiceScopeFactory scopes, WebhookPost post, TimeProvider clock, ILogger<WebhookSender> logger) : BackgroundService
{
    private const int WebhooksAtOnce = 50;
    private const int DeliveriesInARow = 10;
    private const int JitterSteps = 1000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Claimed = WebhookPost.Longest * 4;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);
    private DateTimeOffset _cleaned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CleanAsync(stoppingToken);
                await Task.WhenAll((await DueAsync(stoppingToken)).Select(id => SendToAsync(id, stoppingToken)));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What was claimed comes up again.
                logger.LogError(exception, "Webhooks could not be sent; trying again");
            }

            await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<WebhookId>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WebhookStore>().DueAsync(clock.GetUtcNow(), WebhooksAtOnce, cancellationToken);
    }

    private async Task SendToAsync(WebhookId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<WebhookStore>();
        for (var sent = 0; sent < DeliveriesInARow; sent++)
        {
            // Asked anew each time: a client that is suspended gets nothing more.
            if (await store.NextAsync(id, clock.GetUtcNow(), cancellationToken) is not { } next
                || await store.ClaimAsync(next.Delivery, clock.GetUtcNow() + Claimed, cancellationToken) is not { } delivery)
            {
                return;
            }

            var attempt = await post.SendAsync(next.Webhook, delivery, cancellationToken);
            var becomes = delivery.After(attempt, RandomNumberGenerator.GetInt32(JitterSteps + 1) / (double)JitterSteps);
            await store.NoteAsync(delivery, becomes, cancellationToken);
            if (!attempt.IsTaken)
            {
                await StopIfDeadAsync(scope.ServiceProvider, next.Webhook, becomes, attempt, cancellationToken);
                return;
            }

            await store.NoteTakenAsync(id, attempt.At, cancellationToken);
        }
    }

    // Noted in the organisation's audit log by nobody: its administrators and auditors learn of it there, and in the list of webhooks.
    private async Task StopIfDeadAsync(
        IServiceProvider services, Webhook webhook, WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken)
    {
        if (!webhook.IsDead(delivery, attempt))
        {
            return;
        }

        var now = clock.GetUtcNow();
        await using var transaction = await services.GetRequiredService<IdentityDb>().Database.BeginTransactionAsync(cancellationToken);
        if (!await services.GetRequiredService<WebhookStore>().DisableAsync(webhook.Id, now, cancellationToken))
        {
            return;
        }

        await services.GetRequiredService<AuditStore>().AppendAsync(
            webhook.OrganisationId, new AuditFact("identity", now, null, "", "WebhookDisabled", webhook.Id.ToString()), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogWarning("Webhook {WebhookId} takes nothing and is disabled", webhook.Id);
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - _cleaned < CleanEvery)
        {
            return;
        }

        _cleaned = now;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WebhookStore>().ForgetAsync(now - Kept, cancellationToken);
    }
}
