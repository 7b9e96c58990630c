using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions;

/// <summary>What the body decided about one project, as it comes in.</summary>
/// <param name="Reason">May be empty where none is needed.</param>
public sealed record ItemDecision(ProposalId ProposalId, Outcome Outcome, string Reason);

/// <summary>One project of the case: what the vote said, and what the body decided.</summary>
/// <param name="Number">The proposal's number in its sub-budget.</param>
/// <param name="IsSelected">The vote selected it.</param>
public sealed record CaseItem(ProposalId ProposalId, int Number, string Title, Money Cost, long Votes, bool IsSelected)
{
    public Outcome Outcome { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>The outcome is not what the vote said.</summary>
    public bool Deviates => DeviatesFromVote(IsSelected, Outcome);

    /// <summary>Records the outcome. Errors: reason_missing.</summary>
    public Result<CaseItem> Decide(ItemDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return NeedsReason(IsSelected, decision.Outcome) && decision.Reason.Length == 0
            ? DecisionErrors.ReasonMissing
            : this with { Outcome = decision.Outcome, Reason = decision.Reason };
    }

    /// <summary>An item that the vote did not select and the body did not name is rejected as voted.</summary>
    public CaseItem RejectAsVoted() => IsSelected
        ? throw new InvalidOperationException("What the vote selected is never left out.")
        : this with { Outcome = Outcome.Rejected };

    private static bool DeviatesFromVote(bool isSelected, Outcome outcome) => outcome switch
    {
        Outcome.Unspecified => false,
        Outcome.Approved or Outcome.ApprovedWithChange => !isSelected,
        Outcome.Rejected or Outcome.SentBack => isSelected,
    };

    // A rejection as voted has the vote as its reason; what is sent back must always say what is missing.
    private static bool NeedsReason(bool isSelected, Outcome outcome) =>
        DeviatesFromVote(isSelected, outcome) || outcome == Outcome.SentBack;
}
