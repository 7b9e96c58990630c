using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Web.Work;

/// <summary>Which of the roles that somebody holds count where.</summary>
internal static class HeldRoles
{
    /// <summary>Those held in the sub-budget alone and those held in its whole organisation.</summary>
    public static IReadOnlySet<Role> RolesIn(this Me me, SubBudget subBudget) => me.Roles
        .Where(held => held.OrganisationId == subBudget.OrganisationId && (held.SubBudgetId.Length == 0 || held.SubBudgetId == subBudget.SubBudgetId))
        .Select(held => held.Role).ToHashSet();
}
