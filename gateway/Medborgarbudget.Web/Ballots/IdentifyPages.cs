using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Step 3, first half: who votes, by e-ID or by voting code.</summary>
internal static class IdentifyPages
{
    public static void MapIdentifying(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/rosta/legitimera", Show);
        app.MapPost("/d/{d}/rosta/kod", Redeem);
    }

    private static async Task<IResult> Show(
        string d, HttpContext context, Booth booth, BallotCookie cookie, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        return cookie.Read(context, ballot.Place.Id) is { Choices: not null }
            ? Page.Of<IdentifyPage>(new IdentifyModel(ballot.Place, "", []))
            : Results.LocalRedirect(visit.Link(ballot.Place.At("rosta")));
    }

    private static async Task<IResult> Redeem(
        string d, HttpContext context, Booth booth, BallotCookie cookie, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var place = ballot.Place;
        if (cookie.Read(context, place.Id) is not { Choices: not null } carried)
        {
            return Results.LocalRedirect(visit.Link(place.At("rosta")));
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var code = form["kod"].ToString().Trim();
        var body = new RedeemVotingCodeRequest { SubBudgetId = place.Id, Code = code };
        var answer = await api.PostAsync<BallotToken>($"sub-budgets/{place.Id}/voting-codes:redeem", body, cancellationToken);
        if (answer.Value is { } token)
        {
            cookie.Write(context, carried.With(token));
            return Results.LocalRedirect(visit.Link(place.At("rosta/lagg")));
        }

        return Page.Of<IdentifyPage>(new IdentifyModel(place, code, [FaultOf(answer.Problem!)]), answer.Problem!.Status);
    }

    private static Fault FaultOf(Problem problem) => problem.Status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound => new Fault("kod", PageTexts.Get("identify.code.unknown")),
        StatusCodes.Status429TooManyRequests => new Fault("", PageTexts.Get("cast.busy", problem.RetryAfterSeconds ?? 5)),
        _ => new Fault("", problem.Title ?? PageTexts.Get("error.503.text")),
    };
}

public sealed record IdentifyModel(Place Place, string Code, IReadOnlyList<Fault> Faults);
