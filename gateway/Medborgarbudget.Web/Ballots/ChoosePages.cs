using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Steps 1 and 2 of the ballot: choose and review. The choices travel in the forms and nowhere else.</summary>
internal static class ChoosePages
{
    public static void MapChoosing(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/rosta", Show);
        app.MapPost("/d/{d}/rosta", Choose);
        app.MapPost("/d/{d}/rosta/avbryt", Cancel);
    }

    private static async Task<IResult> Show(
        string d, HttpRequest request, Booth booth, Visit visit, WebOptions options, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        // Before anything is chosen: the cookie with the choices must be where the voter comes back to from the e-ID.
        return options.AtPublicHost(request, visit.Link(visit.Path)) is { } there
            ? Results.Redirect(there.AbsoluteUri)
            : Page.Of<ChoosePage>(new ChooseModel(ballot.Place, Choice.None(ballot.Manifest), []));
    }

    private static async Task<IResult> Choose(
        string d, HttpContext context, Booth booth, BallotCookie cookie, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (KioskVoter.HasLeft(visit, form))
        {
            return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta")));
        }

        var choice = Choice.Of(ballot.Manifest, form["val"]);
        var act = form["gor"].ToString();
        var faults = choice.Check();
        if (act is not ("granska" or "legitimera"))
        {
            // Counting anew is no mistake: the sum says by how much it is too much.
            return Page.Of<ChoosePage>(new ChooseModel(ballot.Place, choice, []) { Counted = act == "rakna" || (act == "kvar" && form.ContainsKey("val")) });
        }

        if (faults.Count > 0)
        {
            return Page.Of<ChoosePage>(new ChooseModel(ballot.Place, choice, faults), StatusCodes.Status400BadRequest);
        }

        if (act == "granska")
        {
            return Page.Of<ReviewPage>(new ChooseModel(ballot.Place, choice, []));
        }

        // Who changes her choices need not identify herself again while her token holds. Whoever is signed in gets one of her own.
        var before = visit.IsSignedIn ? null : cookie.Read(context, ballot.Place.Id);
        cookie.Write(context, new CarriedBallot(ballot.Place.Id, ballot.Manifest.Hash, choice.ToBits())
        {
            Token = before?.Token,
            TokenExpires = before?.TokenExpires ?? default,
        });
        return Results.LocalRedirect(visit.Link(ballot.Place.At("rosta/legitimera")));
    }

    private static IResult Cancel(string d, HttpContext context, Visit visit)
    {
        BallotCookie.Erase(context);
        return Results.LocalRedirect(visit.Link($"/d/{Uri.EscapeDataString(d)}"));
    }
}

public sealed record ChooseModel(SubBudgets.Place Place, Choice Choice, IReadOnlyList<Fault> Faults)
{
    /// <summary>The sum was asked for.</summary>
    public bool Counted { get; init; }
}
