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
        app.MapGet("/kontrollera", () => Page.Of<CheckPage>(new CheckModel("", null, null, [])));
        app.MapPost("/kontrollera", Check);
    }

    private static async Task<IResult> Show(string d, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place
            ? Page.Of<ResultPage>(new ResultModel(place, await api.FindAsync<Result>($"sub-budgets/{place.Id}/result", cancellationToken)))
            : Page.Missing();

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
            : new Fault("", problem.Title ?? PageTexts.Get("error.503.text"));
        return Page.Of<CheckPage>(new CheckModel(code, null, null, [fault]), problem.Status);
    }
}

/// <param name="Result">Null while none is published.</param>
public sealed record ResultModel(Place Place, Result? Result);

public sealed record CheckModel(string Code, ReceiptCheck? Check, Place? Place, IReadOnlyList<Fault> Faults);
