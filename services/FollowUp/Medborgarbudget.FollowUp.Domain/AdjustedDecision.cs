using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>The body's decision that the measures of a sub-budget come from. There is one even when nothing was approved.</summary>
/// <param name="Reference">Body, date, paragraph and case number.</param>
public sealed record AdjustedDecision(SubBudgetId SubBudgetId, OrganisationId OrganisationId, string Reference);

/// <summary>A proposal that the body approved, as it was decided.</summary>
public sealed record ApprovedItem(ProposalId ProposalId, int Number, string Title, Money Cost);
