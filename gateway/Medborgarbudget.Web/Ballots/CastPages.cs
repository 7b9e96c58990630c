using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Step 3, second half: the list again and one button; and step 4, the receipt.</summary>
internal static class CastPages
{
    public static void MapCasting(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/rosta/lagg", Show);
        app.MapPost("/d/{d}/rosta/lagg", Cast);
        app.MapGet("/d/{d}/rosta/kvitto", ShowReceipt);
    }

    private static async Task<IResult> Show(
        string d,
        HttpContext context,
        Booth booth,
        BallotCookie cookie,
        WaitingLine line,
        ApiClient api,
        Visit visit,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var place = ballot.Place;
        if (cookie.Read(context, place.Id) is not { Choices: not null } carried || carried.ManifestHash != ballot.Manifest.Hash)
        {
            return Results.LocalRedirect(visit.Link(place.At("rosta")));
        }

        if (carried.HasTokenAt(clock.GetUtcNow()))
        {
            return await ShowCast(ballot, carried, api, cancellationToken);
        }

        if (!visit.IsSignedIn)
        {
            return Results.LocalRedirect(visit.Link(place.At("rosta/legitimera")));
        }

        if (await line.PassAsync(context, ballot, carried, "rosta/lagg", cancellationToken) is { } wait)
        {
            return wait;
        }

        var answer = await IssueAsync(place, line.TicketOf(context), api, cancellationToken);
        switch (answer.Problem)
        {
            case { IsWaiting: true } waiting:
                return line.Show(context, ballot, carried, "rosta/lagg", waiting);
            case { } problem when Refusal.PageOf(place, problem) is { } page:
                return page;
        }

        carried = carried.With(answer.OrThrow());
        WaitingCookie.Erase(context);
        cookie.Write(context, carried);
        return await ShowCast(ballot, carried, api, cancellationToken);
    }

    /// <summary>For whoever is signed in already; others are identified for this ballot alone.</summary>
    private static Task<Answer<BallotToken>> IssueAsync(Place place, string ticket, ApiClient api, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{place.Id}/ballot-tokens")
        {
            Body = new IssueBallotTokenRequest { SubBudgetId = place.Id },
            WaitingTicket = ticket,
        };
        return api.SendAsync<BallotToken>(call, cancellationToken);
    }

    private static async Task<IResult> ShowCast(OpenBallot ballot, CarriedBallot carried, ApiClient api, CancellationToken cancellationToken)
    {
        // Whether an earlier ballot is replaced is good to know, but nothing hangs on it.
        var earlier = await api.SendAsync<BallotStatus>(
            new ApiCall(HttpMethod.Get, $"sub-budgets/{ballot.Place.Id}/ballot") { Token = carried.Token }, cancellationToken);
        var choice = Choice.OfBits(ballot.Manifest, carried.Choices!);
        return Page.Of<CastPage>(new CastModel(ballot.Place, choice, NewKey(), earlier.Value?.HasBallot == true, carried.TokenExpires));
    }

    private static async Task<IResult> Cast(
        string d, HttpContext context, Booth booth, BallotCookie cookie, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        // Whether voting is open is for Voting to say: after the close it still owes the answer to a repeated cast.
        if (await booth.FindAsync(d, cancellationToken) is not { } ballot)
        {
            return Page.Missing();
        }

        if (cookie.Read(context, ballot.Place.Id) is not { Choices: { } bits, Token: { } token } carried)
        {
            return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta/legitimera")));
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var key = form["nyckel"].ToString() is { Length: > 0 } sent ? sent : NewKey();
        var choice = Choice.OfBits(ballot.Manifest, bits);
        var call = new ApiCall(HttpMethod.Put, $"sub-budgets/{ballot.Place.Id}/ballot")
        {
            Body = new CastBallotRequest { SubBudgetId = ballot.Place.Id, ProposalIds = { choice.ProposalIds } },
            Token = token,
            IdempotencyKey = key,
        };
        var answer = await api.SendAsync<Receipt>(call, cancellationToken);
        if (answer.Value is not { } receipt)
        {
            return Refused(context, ballot, carried, choice, key, answer.Problem!, cookie, visit);
        }

        cookie.Write(context, carried with
        {
            Choices = null,

            // Where the ballot may be shown again, the token is what it is asked for with.
            Token = ballot.Manifest.VotingRule.Castcheck ? token : null,
            ReceiptCode = receipt.ReceiptCode,
            ReceiptHour = receipt.Hour.ToDateTimeOffset(),
            ReceiptVersion = receipt.Version,
        });
        return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta/kvitto")));
    }

    private static IResult Refused(
        HttpContext context, OpenBallot ballot, CarriedBallot carried, Choice choice, string key, Problem problem, BallotCookie cookie, Visit visit)
    {
        switch (problem.Status)
        {
            case StatusCodes.Status429TooManyRequests:
                return Page.Of<WaitPage>(new WaitModel(ballot.Place, key, problem, IsUnknown: false), problem.Status);
            case >= StatusCodes.Status500InternalServerError:
                return Page.Of<WaitPage>(new WaitModel(ballot.Place, key, problem, IsUnknown: true), problem.Status);
            case StatusCodes.Status401Unauthorized:
                cookie.Write(context, carried with { Token = null });
                return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta/legitimera")));
            case StatusCodes.Status409Conflict:
                BallotCookie.Erase(context);
                return Page.Of<VotingClosedPage>(new VotingClosedModel(ballot.Place, ballot.Manifest, null), problem.Status);
            default:
                var faults = new[] { new Fault("", problem.Title ?? PageTexts.Get("error.other.text")) };
                return Page.Of<ChoosePage>(new ChooseModel(ballot.Place, choice, faults), problem.Status);
        }
    }

    private static async Task<IResult> ShowReceipt(
        string d, HttpContext context, Places places, BallotCookie cookie, Visit visit, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        return cookie.Read(context, place.Id) is { ReceiptCode: { } code } carried
            ? Page.Of<ReceiptPage>(new ReceiptModel(place, code, carried.ReceiptHour, carried.ReceiptVersion, carried.HasTokenAt(clock.GetUtcNow())))
            : Results.LocalRedirect(visit.Link(place.At("rosta")));
    }

    // Born with the page: the button pressed twice, or Kontrollera, sends the same key again.
    private static string NewKey() => Guid.NewGuid().ToString();
}

/// <param name="Replaces">The voter has a ballot in the box already.</param>
public sealed record CastModel(Place Place, Choice Choice, string Key, bool Replaces, DateTimeOffset Until);

/// <param name="IsUnknown">Nobody knows whether the ballot came through.</param>
public sealed record WaitModel(Place Place, string Key, Problem Problem, bool IsUnknown);

/// <param name="CanShow">The voter may be shown the ballot.</param>
public sealed record ReceiptModel(Place Place, string Code, DateTimeOffset Hour, int Version, bool CanShow);
