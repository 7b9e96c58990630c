using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Tells the signed-in person who she is here, with her roles as they are now (a token may be minutes old) that her
/// sign-in is enough for. Through a third-party client she has none.</summary>
internal sealed class GetMe(PersonStore persons, RolesOf roles, Caller caller)
{
    public async Task<Result<Me>> Handle(GetMeRequest request, CancellationToken cancellationToken)
    {
        _ = request;
        if (!caller.Me().Succeeded(out var id, out var error))
        {
            return error;
        }

        return await persons.FindAsync(id, cancellationToken) is { } person
            ? await Describe(person, cancellationToken)
            : GeneralErrors.Unauthenticated;
    }

    private async Task<Me> Describe(Person person, CancellationToken cancellationToken)
    {
        var me = new Me { PersonId = person.Id.ToString(), DisplayName = person.Name, LevelOfAssurance = caller.LevelOfAssurance };
        if (caller.IsThirdParty)
        {
            return me;
        }

        foreach (var held in (await roles.ReadAsync(person, caller.SignIn(), cancellationToken)).Held)
        {
            me.Roles.Add(new Contracts.Identity.V1.HeldRole
            {
                OrganisationId = held.Organisation?.ToString() ?? "installation",
                SubBudgetId = held.SubBudget?.ToString() ?? "",
                Role = held.Role,
            });
        }

        return me;
    }
}
