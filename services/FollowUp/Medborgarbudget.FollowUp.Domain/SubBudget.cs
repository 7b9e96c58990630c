using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>The little copy that FollowUp keeps of a sub-budget, from Budget's events. It is never changed here.</summary>
/// <param name="Version">Rises by one with every change; an older copy never replaces a newer.</param>
public sealed record SubBudget(SubBudgetId Id, OrganisationId OrganisationId, int Version);
