using System.Globalization;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Start;

/// <summary>The first page: what one can do now, and every sub-budget.</summary>
internal static class StartPages
{
    private const int PageSize = 50;

    public static void MapStart(this IEndpointRouteBuilder app) => app.MapGet("/", Show);

    private static async Task<IResult> Show(ApiClient api, Places places, string? fas, string? sida, CancellationToken cancellationToken)
    {
        var phase = int.TryParse(fas, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((Phase)number) ? (Phase)number : Phase.Unspecified;
        var query = $"sub-budgets?pageSize={PageSize}";
        var all = await api.GetAsync<ListSubBudgetsResponse>(
            $"{query}{(phase == Phase.Unspecified ? "" : $"&phase={(int)phase}")}{(sida is null ? "" : $"&pageToken={Uri.EscapeDataString(sida)}")}", cancellationToken);
        var isFirst = phase == Phase.Unspecified && sida is null;
        var voting = isFirst ? await api.GetAsync<ListSubBudgetsResponse>($"{query}&phase={(int)Phase.Voting}", cancellationToken) : new();
        var intake = isFirst ? await api.GetAsync<ListSubBudgetsResponse>($"{query}&phase={(int)Phase.IdeaIntake}", cancellationToken) : new();
        return Page.Of<StartPage>(new StartModel(
            await Read(voting, places, cancellationToken),
            await Read(intake, places, cancellationToken),
            await Read(all, places, cancellationToken),
            phase,
            all.NextPageToken));
    }

    private static async Task<IReadOnlyList<Place>> Read(ListSubBudgetsResponse list, Places places, CancellationToken cancellationToken)
    {
        var read = new List<Place>(list.SubBudgets.Count);
        foreach (var subBudget in list.SubBudgets.Where(subBudget => subBudget.Phase != Phase.Draft))
        {
            read.Add(await places.OfAsync(subBudget, cancellationToken));
        }

        return read;
    }
}

/// <param name="Phase">The phase that the list shows alone; unspecified = all.</param>
/// <param name="Next">Token of the next page; empty = none.</param>
public sealed record StartModel(
    IReadOnlyList<Place> Voting, IReadOnlyList<Place> Intake, IReadOnlyList<Place> All, Phase Phase, string Next);
