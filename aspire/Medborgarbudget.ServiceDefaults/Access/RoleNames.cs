using System.Collections.Frozen;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>A role held in an organisation; <see cref="Organisation"/> is null for a role in the whole installation (network leader).</summary>
public readonly record struct HeldRole(Role Role, OrganisationId? Organisation);

/// <summary>The text form of a held role in an access token: <c>process_leader@{organisationId}</c> or <c>network_leader@installation</c>.</summary>
public static class RoleNames
{
    private const string Installation = "installation";

    private static readonly FrozenDictionary<string, Role> Roles =
        Enum.GetValues<Role>().Where(role => role != Role.Unspecified).ToFrozenDictionary(NameOf, role => role);

    public static string NameOf(Role role) => SnakeCase.Of(role.ToString());

    public static string Write(HeldRole held) => $"{NameOf(held.Role)}@{held.Organisation?.ToString() ?? Installation}";

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

        return Id.TryParse<OrganisationId>(place, out var organisation) ? new HeldRole(role, organisation) : null;
    }
}
