using Medborgarbudget.Identity.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// What a person holds: the grants, and network leader for the persons that the configuration names. The latter is in no table, so that
/// taking a name out of the configuration takes the right away.
/// </summary>
internal sealed class RolesOf(GatheredReads reads, NetworkLeaders leaders, IdentitySettings settings)
{
    /// <summary>The roles that the sign-in is enough for, and those that it is not.</summary>
    public async Task<(IReadOnlyList<HeldRole> Held, IReadOnlyList<HeldRole> Withheld)> ReadAsync(
        Person person, SignIn signIn, CancellationToken cancellationToken)
    {
        var all = await AllAsync(person, cancellationToken);
        return ([.. all.Where(Suffices)], [.. all.Where(role => !Suffices(role))]);

        bool Suffices(HeldRole role) => settings.Trust.RuleOf(role.Organisation).Accepts(signIn);
    }

    private async Task<IReadOnlyList<HeldRole>> AllAsync(Person person, CancellationToken cancellationToken)
    {
        var held = (await reads.HeldByAsync(person.Id, cancellationToken))
            .Select(grant => new HeldRole((Contracts.Access.V1.Role)grant.Role, grant.OrganisationId, grant.SubBudgetId));
        return leaders.Include(person)
            ? [.. held, new HeldRole(Contracts.Access.V1.Role.NetworkLeader, null)]
            : [.. held];
    }
}
