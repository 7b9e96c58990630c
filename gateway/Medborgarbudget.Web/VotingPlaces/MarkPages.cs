using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>An officer's page during a shift: find and mark a voter, and say what comes of it.</summary>
internal static class MarkPages
{
    /// <summary>What the API refuses about the voter, with the word for it in the address after the form.</summary>
    private static readonly Dictionary<string, string> Outcomes = new(StringComparer.Ordinal)
    {
        ["identity.marked_in_shift"] = "upprepad",
        ["identity.already_marked"] = "annan",
        ["identity.not_eligible"] = "saknas",
    };

    private static readonly string[] Marked = ["papper", "upprepad", "annan", "saknas"];

    public static void MapMarking(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/rostmottagning/{shift}", Show);
        app.MapPost("/arbete/rostmottagning/{shift}", Mark);
    }

    private static async Task<IResult> Show(
        string shift, string? utfall, string? kod, ShiftDesk desk, KioskCodes codes, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var outcome = kod is not null ? "kod" : Marked.Contains(utfall) ? utfall! : "";
        return Page.Of<MarkPage>(new MarkModel(open, open.IsOnAt(clock.GetUtcNow()), outcome, [])
        {
            Code = await codes.FindAsync(kod, open.Id) is { } code ? new ShownCode(code.Shown, code.Until) : null,
        });
    }

    private static async Task<IResult> Mark(
        string shift, HttpRequest request, ShiftDesk desk, KioskCodes codes, ApiClient api, Visit visit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(shift, withMarks: false, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var form = await request.ReadFormAsync(cancellationToken);
        _ = int.TryParse(form["kanal"], NumberStyles.None, CultureInfo.InvariantCulture, out var channel);
        var faults = Check(form, open, (Channel)channel);
        if (faults.Count > 0)
        {
            return Again(open, faults, clock, StatusCodes.Status400BadRequest);
        }

        var body = new MarkAtPlaceRequest { ShiftId = open.Id, Voter = Voter.Read(form["valjare"].ToString()), Channel = (Channel)channel };
        var answer = await api.PostAsync<MarkAtPlaceResponse>($"shifts/{open.Id}:mark", body, cancellationToken);

        // Sent on, so that neither the page nor its repetition has the number.
        return answer switch
        {
            { Value.BallotToken: { } token } => Results.LocalRedirect(visit.Link(open.At()) + $"?kod={(await codes.GiveAsync(open.Id, open.Place.Id, token)).Id}"),
            { Value: not null } => Results.LocalRedirect(visit.Link(open.At()) + "?utfall=papper"),
            { Problem: { } problem } when Outcomes.TryGetValue(problem.Code, out var outcome) => Results.LocalRedirect(visit.Link(open.At()) + $"?utfall={outcome}"),
            _ => Again(open, [FaultOf(answer.Problem!)], clock, answer.Problem!.Status),
        };
    }

    private static List<Fault> Check(IFormCollection form, OpenShift open, Channel channel)
    {
        var faults = new List<Fault>();
        if (string.IsNullOrWhiteSpace(form["valjare"]))
        {
            faults.Add(new Fault("valjare", PageTexts.Get("mark.fault.voter")));
        }

        if (!open.Sheet.VotingPlace.Channels.Contains(channel))
        {
            faults.Add(new Fault($"kanal-{(int)open.Sheet.VotingPlace.Channels[0]}", PageTexts.Get("mark.fault.channel")));
        }

        return faults;
    }

    private static Fault FaultOf(Problem problem) => problem.Fields.Any(field => field.StartsWith("voter", StringComparison.Ordinal))
        ? new Fault("valjare", PageTexts.Get("mark.fault.voter"))
        : Fault.Of(problem);

    private static RazorComponentResult<MarkPage> Again(OpenShift open, IReadOnlyList<Fault> faults, TimeProvider clock, int status) =>
        Page.Of<MarkPage>(new MarkModel(open, open.IsOnAt(clock.GetUtcNow()), "", faults), status);
}

/// <param name="IsOn">Voters are marked now.</param>
/// <param name="Outcome">Of the mark before: papper, kod, upprepad, annan or saknas; empty where there was none.</param>
public sealed record MarkModel(OpenShift Shift, bool IsOn, string Outcome, IReadOnlyList<Fault> Faults)
{
    /// <summary>To show to the voter; null once it is used or over.</summary>
    public ShownCode? Code { get; init; }
}

public sealed record ShownCode(string Code, DateTimeOffset Until);
