using System.Collections.Frozen;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>A role as it is held.</summary>
/// <param name="Role">What role it is.</param>
/// <param name="Organisation">Where it is held; null for a role in the whole installation (network leader).</param>
/// <param name="SubBudget">The one sub-budget of the organisation that it is held in; null for all of them and the organisation itself.</param>
public readonly record struct HeldRole(Role Role, OrganisationId? Organisation, SubBudgetId? SubBudget = null)
{
    /// <summary>It counts for what belongs to the sub-budget; with null, for what belongs to the organisation and to none of its sub-budgets.</summary>
    public bool Covers(OrganisationId organisation, SubBudgetId? subBudget) => IsWithin(organisation) && (SubBudget is null || SubBudget == subBudget);

    /// <summary>It is held in the organisation, or in one of its sub-budgets alone.</summary>
    public bool IsWithin(OrganisationId organisation) => Organisation is null || Organisation == organisation;
}

/// <summary>
/// The text form of a held role in an access token: <c>process_leader@{organisationId}</c>, <c>screener@{organisationId}/{subBudgetId}</c> or
/// <c>network_leader@installation</c>.
/// </summary>
public static class RoleNames
{
    private const string Installation = "installation";

    private static readonly FrozenDictionary<string, Role> Roles =
        Enum.GetValues<Role>().Where(role => role != Role.Unspecified).ToFrozenDictionary(NameOf, role => role);

    public static string NameOf(Role role) => SnakeCase.Of(role.ToString());

    public static string Write(HeldRole held) =>
        $"{NameOf(held.Role)}@{held.Organisation?.ToString() ?? Installation}{(held.SubBudget is { } subBudget ? $"/{subBudget}" : "")}";

    /// <summary>Reads the text form; null for anything else, so that an unknown role gives no right.</summary>
    public static HeldRole? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || !Roles.TryGetValue(text[..at], out var role))
        {
            return null;
        }

        var place = text[(at + 1)..];
        if (role == Role.NetworkLeader)
        {
            return place == Installation ? new HeldRole(role, null) : null;
        }

        // Written anew it is the same text, or the ids were read too kindly.
        return InOrganisation(role, place.Split('/', 2)) is { } held && Write(held) == text ? held : null;
    }

    private static HeldRole? InOrganisation(Role role, string[] parts)
    {
        if (!Id.TryParse<OrganisationId>(parts[0], out var organisation))
        {
            return null;
        }

        return parts.Length == 1 ? new HeldRole(role, organisation)
            : Id.TryParse<SubBudgetId>(parts[1], out var subBudget) ? new HeldRole(role, organisation, subBudget)
            : null;
    }
}
