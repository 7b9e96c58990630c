using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Measures;

/// <summary>What is built or done, and what came of it.</summary>
internal static class MeasurePages
{
    public static void MapMeasures(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/genomforande", List);
        app.MapGet("/d/{d}/genomforande/{m}", Show);
    }

    private static async Task<IResult> List(string d, string? sida, Places places, ApiClient api, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        var address = $"sub-budgets/{place.Id}/measures?pageSize=50&pageToken={Uri.EscapeDataString(sida ?? "")}";
        var list = await api.FindAsync<ListMeasuresResponse>(address, cancellationToken) ?? new ListMeasuresResponse();
        var evaluation = await api.FindAsync<Evaluation>($"sub-budgets/{place.Id}/evaluation", cancellationToken);
        return Page.Of<MeasuresPage>(new MeasuresModel(place, list.Measures, list.NextPageToken, evaluation));
    }

    private static async Task<IResult> Show(string d, string m, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place
        && Place.IdOf(m) is { } id
        && await api.FindAsync<Measure>($"measures/{id}", cancellationToken) is { } measure
        && measure.SubBudgetId == place.Id
            ? Page.Of<MeasurePage>(new MeasureModel(place, measure))
            : Page.Missing();
}

/// <param name="Evaluation">Null while no goals are set.</param>
public sealed record MeasuresModel(Place Place, IReadOnlyList<Measure> Measures, string Next, Evaluation? Evaluation);

public sealed record MeasureModel(Place Place, Measure Measure);
