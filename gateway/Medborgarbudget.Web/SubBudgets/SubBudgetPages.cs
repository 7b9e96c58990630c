using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.SubBudgets;

/// <summary>The page of one sub-budget.</summary>
internal static class SubBudgetPages
{
    public static void MapSubBudget(this IEndpointRouteBuilder app) => app.MapGet("/d/{d}", Show);

    private static async Task<IResult> Show(string d, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        if (visit.Path != place.Path)
        {
            return Results.LocalRedirect(visit.Link(place.Path), permanent: true);
        }

        var mandate = await api.FindAsync<Mandate>($"sub-budgets/{place.Id}/mandate", cancellationToken);
        return Page.Of<SubBudgetPage>(new SubBudgetModel(place, mandate));
    }
}

/// <param name="Mandate">Null where nothing is recorded yet.</param>
public sealed record SubBudgetModel(Place Place, Mandate? Mandate);
