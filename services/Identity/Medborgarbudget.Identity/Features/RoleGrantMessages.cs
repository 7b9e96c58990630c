using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>A role grant as the contract writes it.</summary>
internal static class RoleGrantMessages
{
    public static Contracts.Identity.V1.RoleGrant ToMessage(this RoleGrant grant, DateTimeOffset now) => new()
    {
        RoleGrantId = grant.Id.ToString(),
        OrganisationId = grant.OrganisationId.ToString(),
        PersonId = grant.PersonId.ToString(),
        Role = (Contracts.Access.V1.Role)grant.Role,
        SubBudgetId = grant.SubBudgetId?.ToString() ?? "",
        State = (Contracts.Identity.V1.RoleGrantState)grant.StateAt(now),
        RequestedBy = grant.RequestedBy.ToString(),
        ApprovedBy = grant.ApprovedBy?.ToString() ?? "",
        RevocationRequestedBy = grant.Revocation is { } request && request.StateAt(now) != TwoPersonsState.Expired ? request.RequestedBy.ToString() : "",
        RevokedBy = grant.RevokedBy?.ToString() ?? "",
    };
}
