using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Decisions;

/// <summary>What the body decided, project by project.</summary>
internal static class DecisionPages
{
    public static void MapDecisions(this IEndpointRouteBuilder app) => app.MapGet("/d/{d}/beslut", Show);

    private static async Task<IResult> Show(string d, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place
            ? Page.Of<DecisionPage>(new DecisionModel(place, await api.FindAsync<Case>($"sub-budgets/{place.Id}/decision", cancellationToken)))
            : Page.Missing();
}

/// <param name="Case">Null before the minutes are adjusted.</param>
public sealed record DecisionModel(Place Place, Case? Case);
