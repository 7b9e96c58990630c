using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Shows the voter the ballot that was cast, where the rules of the vote have castcheck.</summary>
internal static class ShowPages
{
    public static void MapShowing(this IEndpointRouteBuilder app)
    {
        app.MapPost("/d/{d}/rosta/kvitto/visa", Show);

        // The link to the other language leads here, and nothing is shown without the button.
        app.MapGet("/d/{d}/rosta/kvitto/visa", (string d, Visit visit) => Results.LocalRedirect(visit.Link($"/d/{Uri.EscapeDataString(d)}/rosta/kvitto")));
    }

    /// <summary>
    /// Answers the form with the page itself: to send the browser on, the choices would have to be in an address or a cookie. It does not have
    /// the receipt's code: a picture of both together would prove to others how the voter voted.
    /// </summary>
    private static async Task<IResult> Show(
        string d, HttpContext context, Booth booth, BallotCookie cookie, ApiClient api, Visit visit, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await booth.FindAsync(d, cancellationToken) is not { } ballot)
        {
            return Page.Missing();
        }

        var place = ballot.Place;
        if (cookie.Read(context, place.Id) is not { ReceiptCode: not null } carried)
        {
            return Results.LocalRedirect(visit.Link(place.At("rosta")));
        }

        if (!carried.HasTokenAt(clock.GetUtcNow()))
        {
            return Page.Of<ShownPage>(new ShownModel(place, null, null, PageTexts.Get("shown.over")), StatusCodes.Status409Conflict);
        }

        var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{place.Id}/ballot:show")
        {
            Body = new ShowBallotRequest { SubBudgetId = place.Id },
            Token = carried.Token,
        };
        var answer = await api.SendAsync<ShownBallot>(call, cancellationToken);
        return answer switch
        {
            { Value: { } shown } => Page.Of<ShownPage>(new ShownModel(place, Choice.Of(ballot.Manifest, shown.ProposalIds), shown, "")),
            { Problem: { Status: StatusCodes.Status409Conflict or StatusCodes.Status404NotFound } problem } =>
                Page.Of<ShownPage>(new ShownModel(place, null, null, problem.Title ?? PageTexts.Get("error.other.text")), problem.Status),
            _ => throw new ApiFailureException(answer.Problem!),
        };
    }
}

/// <param name="Choice">What the ballot says; null when it is not shown.</param>
/// <param name="Refusal">Why it is not.</param>
public sealed record ShownModel(Place Place, Choice? Choice, ShownBallot? Shown, string Refusal);
