using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>
/// The body's decision before the process: money set aside, and what is promised about the vote (KL 5:1). Recorded once for a sub-budget.
/// Invariant when recorded: it covers the pot.
/// </summary>
public sealed record Mandate
{
    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required BodyDecision Decision { get; init; }

    public required Money Amount { get; init; }

    /// <summary>What the body promised about the vote, in words; may be empty.</summary>
    public required string Promise { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Records the decision. Errors: amount_differs.</summary>
    public static Result<Mandate> Record(SubBudget subBudget, BodyDecision decision, Money amount, string promise, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        var mandate = new Mandate
        {
            SubBudgetId = subBudget.Id,
            OrganisationId = subBudget.OrganisationId,
            Decision = decision,
            Amount = amount,
            Promise = promise,
            RecordedAt = now,
        };
        return mandate.Covers(subBudget) ? mandate : DecisionErrors.AmountDiffers;
    }

    /// <summary>The body has set aside at least the pot. The pot may have grown since the mandate was recorded.</summary>
    public bool Covers(SubBudget subBudget)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return Amount >= subBudget.Amount;
    }
}
