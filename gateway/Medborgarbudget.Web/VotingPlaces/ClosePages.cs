using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>Closes a shift, and holds its envelopes against its marks.</summary>
internal static class ClosePages
{
    private const int MostEnvelopes = 100_000;

    public static void MapClosing(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/rostmottagning/{shift}/avstamning", Show);
        app.MapPost("/arbete/rostmottagning/{shift}/avstamning", Close);
    }

    private static async Task<IResult> Show(string shift, ShiftDesk desk, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: true, cancellationToken);
        return open is null ? otherwise : Page.Of<ClosePage>(new CloseModel(open, "", []));
    }

    private static async Task<IResult> Close(string shift, HttpRequest request, ShiftDesk desk, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: true, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var text = form["kuvert"].ToString().Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var envelopes) || envelopes > MostEnvelopes)
        {
            return Page.Of<ClosePage>(new CloseModel(open, text, [new Fault("kuvert", PageTexts.Get("close.fault"))]), StatusCodes.Status400BadRequest);
        }

        var answer = await api.PostAsync<Shift>($"shifts/{open.Id}:close", new CloseShiftRequest { ShiftId = open.Id, Envelopes = envelopes }, cancellationToken);
        return answer.Problem is { } problem
            ? Page.Of<ClosePage>(new CloseModel(open, text, [Fault.Of(problem)]), problem.Status)
            : Results.LocalRedirect(visit.Link(open.At("avstamning")));
    }
}

/// <param name="Envelopes">As typed.</param>
public sealed record CloseModel(OpenShift Shift, string Envelopes, IReadOnlyList<Fault> Faults)
{
    /// <summary>Envelopes that no mark stands behind; negative when there are fewer envelopes than marks.</summary>
    public long Difference => Shift.Sheet.Shift.Envelopes - Shift.Sheet.Marks.Paper;
}
