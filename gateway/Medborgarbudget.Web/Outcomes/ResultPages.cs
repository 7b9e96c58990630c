using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Outcomes;

/// <summary>The result of a vote, and the check of a receipt.</summary>
internal static class ResultPages
{
    private const int LongestCode = 60;

    public static void MapResults(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/resultat", Show);
        app.MapGet("/d/{d}/resultat/rakning", ShowCount);
        app.MapGet("/d/{d}/resultat/{number:int}", ShowWhy);
        app.MapGet("/kontrollera", () => Page.Of<CheckPage>(new CheckModel("", null, null, [])));
        app.MapPost("/kontrollera", Check);
    }

    private static async Task<IResult> Show(string d, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place
            ? Page.Of<ResultPage>(new ResultModel(place, await api.FindAsync<Result>($"sub-budgets/{place.Id}/result", cancellationToken)))
            : Page.Missing();

    private static async Task<IResult> ShowCount(string d, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await FindAsync(d, places, api, cancellationToken) is { } found
            ? Page.Of<CountPage>(new CountModel(found.Place, found.Result, await FindExplanationAsync(found.Place, api, cancellationToken)))
            : Page.Missing();

    private static async Task<IResult> ShowWhy(string d, int number, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await FindAsync(d, places, api, cancellationToken) is { } found && found.Result.Items.FirstOrDefault(item => item.Item.Number == number) is { } item
            ? Page.Of<WhyPage>(new WhyModel(found.Place, found.Result, item, await FindExplanationAsync(found.Place, api, cancellationToken)))
            : Page.Missing();

    private static async Task<(Place Place, Result Result)?> FindAsync(string d, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place
        && await api.FindAsync<Result>($"sub-budgets/{place.Id}/result", cancellationToken) is { } result
            ? (place, result)
            : null;

    private static Task<Explanation?> FindExplanationAsync(Place place, ApiClient api, CancellationToken cancellationToken) =>
        api.FindAsync<Explanation>($"sub-budgets/{place.Id}/explanation", cancellationToken);

    private static async Task<IResult> Check(HttpRequest request, ApiClient api, Places places, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        var code = form["kod"].ToString().Trim();
        var fault = new Fault("kod", PageTexts.Get("check.unknown"));
        if (code.Length is 0 or > LongestCode)
        {
            return Page.Of<CheckPage>(new CheckModel("", null, null, [fault]), StatusCodes.Status400BadRequest);
        }

        var answer = await api.SendAsync<ReceiptCheck>(new ApiCall(HttpMethod.Get, $"receipts/{Uri.EscapeDataString(code)}"), cancellationToken);
        if (answer.Value is { } check)
        {
            return Page.Of<CheckPage>(new CheckModel(code, check, await places.FindAsync(check.SubBudgetId, cancellationToken), []));
        }

        var problem = answer.Problem!;
        fault = problem.Status is StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound
            ? fault
            : Fault.Of(problem);
        return Page.Of<CheckPage>(new CheckModel(code, null, null, [fault]), problem.Status);
    }
}

/// <param name="Result">Null while none is published.</param>
public sealed record ResultModel(Place Place, Result? Result);

/// <param name="Explanation">Null while it is being made.</param>
public sealed record CountModel(Place Place, Result Result, Explanation? Explanation);

/// <param name="Explanation">Null while it is being made.</param>
public sealed record WhyModel(Place Place, Result Result, ItemResult Item, Explanation? Explanation)
{
    public ItemExplanation? Reason => Explanation?.Items.FirstOrDefault(reason => reason.ProposalId == Item.Item.ProposalId);
}

public sealed record CheckModel(string Code, ReceiptCheck? Check, Place? Place, IReadOnlyList<Fault> Faults);
