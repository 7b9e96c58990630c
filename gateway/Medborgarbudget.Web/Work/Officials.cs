using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.SubBudgets;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Work;

/// <summary>
/// Lets officials in to the pages of their roles, and tells others which role is needed. The API decides what is done; this is asked first
/// so that nobody is met by a form that will be refused.
/// </summary>
internal sealed class Officials(ApiClient api, Visit visit, Places places)
{
    private Me? _me;

    public async Task<Me> MeAsync(CancellationToken cancellationToken) => _me ??= await api.GetAsync<Me>("me", cancellationToken);

    public async Task<bool> HoldsAsync(Place place, Role role, CancellationToken cancellationToken) =>
        (await MeAsync(cancellationToken)).RolesIn(place.SubBudget).Contains(role);

    /// <summary>The way to sign in and back to this page; null when somebody is signed in.</summary>
    public IResult? AskToSignIn() => visit.IsSignedIn ? null : Results.LocalRedirect(SignInPages.AddressFor(visit.Link(visit.Path)));

    /// <summary>The sub-budget of the address for one who holds any of the roles there, or the page to show in its place.</summary>
    public async Task<(Place? Place, IResult Otherwise)> EnterAsync(string d, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        if (AskToSignIn() is { } signIn)
        {
            return (null, signIn);
        }

        return await places.FindAsync(d, cancellationToken) is { } place ? await EnterAsync(place, roles, cancellationToken) : (null, Page.Missing());
    }

    public async Task<(Place? Place, IResult Otherwise)> EnterAsync(Place place, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        return (await MeAsync(cancellationToken)).RolesIn(place.SubBudget).Overlaps(roles)
            ? (place, Results.Empty)
            : (null, Page.Of<RoleNeededPage>(new RoleNeededModel(roles, place.Organisation), StatusCodes.Status403Forbidden));
    }
}

/// <param name="Roles">Any of which is enough.</param>
/// <param name="Organisation">Name of it; empty where it is not known.</param>
public sealed record RoleNeededModel(IReadOnlyList<Role> Roles, string Organisation);
