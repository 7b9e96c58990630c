using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;
using Medborgarbudget.Web.VotingPlaces;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Step 3, first half: who votes, by e-ID or by voting code.</summary>
internal static class IdentifyPages
{
    public static void MapIdentifying(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/rosta/legitimera", Show);
        app.MapPost("/d/{d}/rosta/kod", Redeem);

        // After a wrong code, the link to the other language and the question on a kiosk lead here.
        app.MapGet("/d/{d}/rosta/kod", (string d, Visit visit) => Results.LocalRedirect(visit.Link($"/d/{Uri.EscapeDataString(d)}/rosta/legitimera")));
    }

    private static async Task<IResult> Show(
        string d, HttpContext context, Booth booth, BallotCookie cookie, WaitingLine line, Visit visit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        if (cookie.Read(context, ballot.Place.Id) is not { Choices: not null } carried)
        {
            return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta")));
        }

        if (carried.HasTokenAt(clock.GetUtcNow()))
        {
            return Page.Of<IdentifyPage>(new IdentifyModel(ballot.Place, "", []) { KeptUntil = carried.TokenExpires });
        }

        var faults = carried.Refused is { } problem && !Refusal.HasPage(problem) ? new[] { Refusal.FaultOf(problem) } : [];
        return await line.PassAsync(context, ballot, carried, "rosta/legitimera", cancellationToken)
            ?? Page.Of<IdentifyPage>(new IdentifyModel(ballot.Place, "", faults));
    }

    private static async Task<IResult> Redeem(
        string d,
        HttpContext context,
        Booth booth,
        BallotCookie cookie,
        WaitingLine line,
        KioskCodes kiosk,
        ApiClient api,
        Visit visit,
        CancellationToken cancellationToken)
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
        var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{place.Id}/voting-codes:redeem")
        {
            Body = new RedeemVotingCodeRequest { SubBudgetId = place.Id, Code = code },
            WaitingTicket = line.TicketOf(context),
        };
        var answer = KioskCodes.IsCode(code) ? OfKiosk(await kiosk.RedeemAsync(code, place.Id)) : await api.SendAsync<BallotToken>(call, cancellationToken);
        if (answer.Value is { } token)
        {
            WaitingCookie.Erase(context);
            cookie.Write(context, carried.With(token));
            return Results.LocalRedirect(visit.Link(place.At("rosta/lagg")));
        }

        return answer.Problem is { IsWaiting: true } waiting
            ? line.Show(context, ballot, carried, "rosta/legitimera", waiting)
            : Page.Of<IdentifyPage>(new IdentifyModel(place, code, [FaultOf(answer.Problem!)]), answer.Problem!.Status);
    }

    /// <summary>An officer has marked the voter and been given her token, so the roll is not asked again.</summary>
    private static Answer<BallotToken> OfKiosk(BallotToken? token) =>
        token is null ? new(null, new Problem(StatusCodes.Status404NotFound, "", null, "")) : new(token, null);

    private static Fault FaultOf(Problem problem) => problem.Status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound => new Fault("kod", PageTexts.Get("identify.code.unknown")),
        StatusCodes.Status429TooManyRequests => new Fault("", PageTexts.Get("cast.busy", problem.RetryAfterSeconds ?? 5)),
        _ => Fault.Of(problem),
    };
}

public sealed record IdentifyModel(Place Place, string Code, IReadOnlyList<Fault> Faults)
{
    /// <summary>How long a ballot token holds that this browser has; null when it has none.</summary>
    public DateTimeOffset? KeptUntil { get; init; }
}
