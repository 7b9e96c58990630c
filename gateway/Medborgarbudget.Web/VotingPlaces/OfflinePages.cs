using System.Text;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;
using Microsoft.Extensions.Caching.Memory;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>Hands in the list of a place that had no connection, and tells which envelopes are opened.</summary>
internal static class OfflinePages
{
    private const int MostBytes = 256 * 1024;

    /// <summary>The same list gives the same answer again, so nothing is lost when this is over.</summary>
    private static readonly TimeSpan AnswerKept = TimeSpan.FromMinutes(30);

    public static void MapOfflineLists(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/rostmottagning/{shift}/lista", Show);
        app.MapPost("/arbete/rostmottagning/{shift}/lista", Settle);
    }

    private static async Task<IResult> Show(string shift, string? svar, ShiftDesk desk, IMemoryCache cache, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        return Page.Of<OfflinePage>(new OfflineModel(open, cache.Get<SettleOfflineMarksResponse>(Key(open.Id, svar)), []));
    }

    private static async Task<IResult> Settle(
        string shift, HttpRequest request, ShiftDesk desk, ApiClient api, IMemoryCache cache, Visit visit, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var (marks, faults) = OfflineList.Read(await TextAsync(await request.ReadFormAsync(cancellationToken), cancellationToken));
        if (faults.Count == 0)
        {
            var answer = await api.PostAsync<SettleOfflineMarksResponse>(
                $"shifts/{open.Id}:settle-offline-marks", new SettleOfflineMarksRequest { ShiftId = open.Id, Marks = { marks } }, cancellationToken);
            if (answer.Value is { } settled)
            {
                // Numbers of envelopes alone; kept for the page that the browser is sent on to, so that its repetition does not have the list.
                var id = Guid.NewGuid().ToString();
                cache.Set(Key(open.Id, id), settled, AnswerKept);
                return Results.LocalRedirect(visit.Link(open.At("lista")) + $"?svar={id}");
            }

            faults = FaultsOf(answer.Problem!);
        }

        return Page.Of<OfflinePage>(new OfflineModel(open, null, faults), StatusCodes.Status400BadRequest);
    }

    private static async Task<string> TextAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files.GetFile("fil") is not { Length: > 0 and <= MostBytes } file)
        {
            return form["lista"].ToString();
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The API names the place on the list; the voter it never repeats.</summary>
    private static IReadOnlyList<Fault> FaultsOf(Problem problem) => problem.Fields.Any(field => field.StartsWith("marks", StringComparison.Ordinal))
        ? [new Fault("lista", PageTexts.Get("offline.fault.voters", string.Join(", ", problem.Fields.Select(PlaceOf).Where(place => place > 0).Distinct().Order())))]
        : [Fault.Of(problem)];

    private static int PlaceOf(string field)
    {
        var digits = new string([.. field.SkipWhile(character => character != '[').Skip(1).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at + 1 : 0;
    }

    private static string Key(string shift, string? id) => $"settled {shift} {id}";
}

/// <param name="Settled">What is done with each envelope; null before.</param>
public sealed record OfflineModel(OpenShift Shift, SettleOfflineMarksResponse? Settled, IReadOnlyList<Fault> Faults);
