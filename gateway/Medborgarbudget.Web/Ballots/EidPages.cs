using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Step 3 by e-ID, of a voter who is not signed in: away to the issuer, back with a code, and on with the ballot token that it is exchanged for. No session begins.</summary>
internal static class EidPages
{
    public static void MapIdentifyingByEid(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/rosta/e-legitimation", Leave);
        app.MapGet(EidErrand.ReturnPath, Return);
        app.MapGet("/d/{d}/rosta/besked", ShowAnswer);
    }

    /// <summary>By a link and not by a form: browsers would hold the whole way, with the e-ID's own pages, to form-action.</summary>
    private static async Task<IResult> Leave(
        string d, HttpContext context, Booth booth, BallotCookie cookie, WaitingLine line, Visit visit, WebOptions options, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        if (options.AtPublicHost(context.Request, visit.Link(visit.Path)) is { } there)
        {
            return Results.Redirect(there.AbsoluteUri);
        }

        var place = ballot.Place;
        if (cookie.Read(context, place.Id) is not { Choices: not null } carried)
        {
            return Results.LocalRedirect(visit.Link(place.At("rosta")));
        }

        // The wait comes before the e-ID: that is what costs.
        if (await line.PassAsync(context, ballot, carried, "rosta/legitimera", cancellationToken) is { } wait)
        {
            return wait;
        }

        // Whoever identifies herself now may be another than the one whose token is kept.
        var errand = EidErrand.New();
        cookie.Write(context, carried with { Token = null, Refused = null, Errand = errand, Steps = visit.Link(place.At("rosta")) });
        return Results.Redirect(errand.AddressAt(options.Issuer, place).AbsoluteUri);
    }

    /// <summary>Always sends the browser on, so that the code stays in no address, and asks nothing of the API but the token: what it shows is for the page after it to find out.</summary>
    private static async Task<IResult> Return(
        string? code, string? state, HttpContext context, BallotCookie cookie, ApiClient api, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (cookie.Read(context) is not { } carried)
        {
            return Results.LocalRedirect("/");
        }

        var steps = carried.Steps ?? $"/d/{carried.SubBudgetId}/rosta";

        // The answer to another way, or to one that has come back already.
        if (string.IsNullOrEmpty(code) || carried.Errand is not { } errand || !errand.IsAnsweredBy(state))
        {
            return Results.LocalRedirect($"{steps}/legitimera");
        }

        var answer = await RedeemAsync(carried.SubBudgetId, code, errand, WaitingCookie.Read(context), api, cancellationToken);
        if (answer.Value is { } token)
        {
            WaitingCookie.Erase(context);
            cookie.Write(context, carried.With(token));
            return Results.LocalRedirect($"{steps}/lagg");
        }

        var problem = answer.Problem!;
        if (problem.IsWaiting)
        {
            WaitingCookie.Write(context, problem.Ticket, clock);
            cookie.Write(context, carried with { Errand = null });
            return Results.LocalRedirect($"{steps}/legitimera");
        }

        // Its text is in the language of this address, which has none: the page shows its own.
        cookie.Write(context, carried with { Errand = null, Refused = problem with { Title = null } });
        return Results.LocalRedirect($"{steps}/{(Refusal.HasPage(problem) ? "besked" : "legitimera")}");
    }

    private static Task<Answer<BallotToken>> RedeemAsync(
        string subBudgetId, string code, EidErrand errand, string ticket, ApiClient api, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{subBudgetId}/ballot-identifications:redeem")
        {
            Body = new RedeemBallotIdentificationRequest { SubBudgetId = subBudgetId, Code = code, CodeVerifier = errand.Verifier },
            IsAnonymous = true,
            WaitingTicket = ticket,
        };
        return api.SendAsync<BallotToken>(call, cancellationToken);
    }

    /// <summary>Why the person whom the e-ID has identified gets no ballot token.</summary>
    private static async Task<IResult> ShowAnswer(
        string d, HttpContext context, Booth booth, BallotCookie cookie, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var place = ballot.Place;
        return cookie.Read(context, place.Id) is { Refused: { } problem } && Refusal.PageOf(place, problem) is { } page
            ? page
            : Results.LocalRedirect(visit.Link(place.At("rosta/legitimera")));
    }
}
