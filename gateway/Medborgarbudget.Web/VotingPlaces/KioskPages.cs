using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Ballots;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>An officer puts up a kiosk and takes it down; between two voters it shows its start page.</summary>
internal static class KioskPages
{
    public const string Start = "/kiosk";

    public const string Clear = "/kiosk/rensa";

    public static void MapKiosks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/rostmottagning/{shift}/kiosk", Show);
        app.MapPost("/arbete/rostmottagning/{shift}/kiosk", Change);
        app.MapGet(Start, ShowStart);
        app.MapGet(Clear, ClearAsync);
        app.MapPost(Clear, ClearAsync);
    }

    /// <summary>Kiosks of one's own shift, while it is on, at a place that has them.</summary>
    public static bool MayPutUp(OpenShift shift, DateTimeOffset now) =>
        shift.IsOwn && shift.IsOnAt(now) && shift.Sheet.VotingPlace.Channels.Contains(Channel.Kiosk);

    private static async Task<IResult> Show(string shift, ShiftDesk desk, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        return open is null ? otherwise : Page.Of<KioskSetupPage>(new KioskSetupModel(open, MayPutUp(open, clock.GetUtcNow())));
    }

    private static async Task<IResult> Change(
        string shift, HttpContext context, ShiftDesk desk, KioskCookie cookie, Visit visit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form["gor"] == "sluta")
        {
            KioskCookie.TakeDown(context);
            return Results.LocalRedirect(visit.Link(open.At("kiosk")));
        }

        if (!MayPutUp(open, clock.GetUtcNow()))
        {
            return Page.Of<KioskSetupPage>(new KioskSetupModel(open, MayPutUp: false), StatusCodes.Status409Conflict);
        }

        // She is signed out here before the first voter comes; her shift stays hers, on her own device.
        cookie.PutUp(context, open);
        return await SignInPages.SignOutAsync(context, visit, Start);
    }

    private static IResult ShowStart(Visit visit) => visit.Kiosk is { } kiosk ? Page.Of<KioskStartPage>(kiosk) : Page.Missing();

    /// <summary>
    /// Ends what a voter did on the kiosk: the choices, the place in line, the sign-in, and what the browser keeps of her pages. By a link as well,
    /// for that is how the watch asks for it. On a browser that is no kiosk it does nothing.
    /// </summary>
    private static async Task<IResult> ClearAsync(HttpContext context, KioskCookie cookie, Visit visit)
    {
        if (visit.Kiosk is not { } kiosk)
        {
            return Results.LocalRedirect(visit.Link("/"));
        }

        WaitingCookie.Erase(context);
        cookie.NextVoter(context, kiosk);

        // Pages that the browser holds ready for its way back count as cache.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return await SignInPages.SignOutAsync(context, visit, Start);
    }
}

/// <param name="MayPutUp">This browser may become a kiosk now.</param>
public sealed record KioskSetupModel(OpenShift Shift, bool MayPutUp);
