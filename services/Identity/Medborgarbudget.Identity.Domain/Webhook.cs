using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>Where a webhook stands. Numbers as in the proto.</summary>
public enum WebhookState
{
    Unspecified = 0,

    /// <summary>Nothing is sent before its owner can check signatures.</summary>
    AwaitsSecret = 1,
    Active = 2,

    /// <summary>It took nothing for days, or said that it is gone.</summary>
    Disabled = 3,
}

/// <summary>An address of a third-party client that is told what happens in the client's organisation.</summary>
public sealed record Webhook
{
    /// <summary>The most that one client has.</summary>
    public const int MostPerClient = 10;

    /// <summary>How long the former secret signs beside the new one, so that a running receiver can change.</summary>
    public static readonly TimeSpan SecretTransition = TimeSpan.FromHours(24);

    public required WebhookId Id { get; init; }

    public required ApiClientId ApiClientId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required WebhookState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When it last took a message.</summary>
    public DateTimeOffset? LastTakenAt { get; init; }

    /// <summary>The newest secret, sealed: it signs, so a hash would not do.</summary>
    public byte[]? SealedSecret { get; init; }

    public byte[]? FormerSealedSecret { get; init; }

    public DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>The newest secret becomes the former one, which signs for a while yet; what was the former one no more.</summary>
    public Webhook RotateSecret(byte[] newest, DateTimeOffset now) => this with
    {
        State = State == WebhookState.AwaitsSecret ? WebhookState.Active : State,
        SealedSecret = newest,
        FormerSealedSecret = SealedSecret,
        FormerSecretUntil = SealedSecret is null ? null : now + SecretTransition,
    };

    /// <summary>It says that it is gone, or has taken nothing since a message that is now given up was first tried.</summary>
    public bool IsDead(WebhookDelivery delivery, WebhookAttempt last)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(last);
        return last.IsGone || (delivery.State == WebhookDeliveryState.GivenUp && !(LastTakenAt >= delivery.FirstTriedAt));
    }

    /// <summary>Errors: webhook_active.</summary>
    public Result<Webhook> Enable() => State == WebhookState.Disabled
        ? this with { State = WebhookState.Active, DisabledAt = null }
        : IdentityErrors.WebhookActive;

    /// <summary>The sealed secrets that sign at a time, the newest first.</summary>
    public IEnumerable<byte[]> SecretsAt(DateTimeOffset now)
    {
        if (SealedSecret is { } newest)
        {
            yield return newest;
        }

        if (FormerSealedSecret is { } former && now < FormerSecretUntil)
        {
            yield return former;
        }
    }
}

/// <summary>What a webhook can be told, in the words that stand in its messages.</summary>
public static class WebhookEvents
{
    /// <summary>A sub-budget has entered a phase, or is paused, resumed or aborted.</summary>
    public const string PhaseChanged = "sub_budget.phase_changed";

    /// <summary>The officials have certified the result of a vote.</summary>
    public const string ResultCertified = "vote.result_certified";

    /// <summary>The minutes of the body's decision are adjusted: the decision is public.</summary>
    public const string DecisionAdjusted = "decision.adjusted";

    /// <summary>The time for a legality review is over: the decision has legal force, unless a review was asked for.</summary>
    public const string LegalForceDue = "decision.legal_force_due";

    /// <summary>A measure is ordered for an approved project.</summary>
    public const string MeasureOrdered = "measure.ordered";

    /// <summary>A measure has come from one state to another; it is finished, handed over or stopped too.</summary>
    public const string MeasureStateChanged = "measure.state_changed";

    public static readonly IReadOnlyList<string> All = [PhaseChanged, ResultCertified, DecisionAdjusted, LegalForceDue, MeasureOrdered, MeasureStateChanged];
}
