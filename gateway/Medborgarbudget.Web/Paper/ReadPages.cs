using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.Paper;

/// <summary>A reader types what she sees on the cards, one after the other. Neither of the two readers is shown what the other has typed.</summary>
internal static class ReadPages
{
    public static void MapReading(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/papper/{d}/{bunt}/las", Show);
        app.MapPost("/arbete/papper/{d}/{bunt}/las", Read);
    }

    private static async Task<IResult> Show(string d, string bunt, string? kort, string? utfall, PaperDesk desk, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(d, bunt, PaperDesk.Readers, cancellationToken);
        return open is null ? otherwise : Page.Of<ReadPage>(new ReadModel(open, CardForm.Empty, NewKey(), []) { Note = CardNote.Of(kort, utfall) });
    }

    private static async Task<IResult> Read(
        string d, string bunt, HttpRequest request, PaperDesk desk, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(d, bunt, PaperDesk.Readers, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var form = CardForm.Read(fields);
        var key = fields["nyckel"].ToString() is { Length: > 0 } sent ? sent : NewKey();
        var (reading, faults) = form.Check(open.Manifest);
        if (faults.Count > 0)
        {
            return Page.Of<ReadPage>(new ReadModel(open, form, key, faults), StatusCodes.Status400BadRequest);
        }

        var call = new ApiCall(HttpMethod.Post, $"paper-batches/{bunt}/cards:read")
        {
            Body = new ReadPaperCardRequest { PaperBatchId = bunt, Serial = form.SerialNumber, Reading = reading },
            IdempotencyKey = key,
        };
        var answer = await api.SendAsync<ReadPaperCardResponse>(call, cancellationToken);
        return answer.Value is { } read
            ? Results.LocalRedirect(visit.Link(open.At("las")) + CardNote.Query("kort", form.SerialNumber, read.AwaitingSecondPerson ? "vantar" : read.Doubtful ? "skiljer" : "klart"))
            : Page.Of<ReadPage>(new ReadModel(open, form, NewKey(), [CardForm.FaultOf(answer.Problem!)]), answer.Problem!.Status);
    }

    // Born with the form, so that a form sent twice is one reading.
    private static string NewKey() => Guid.NewGuid().ToString();
}

/// <param name="Key">Idempotency-Key of the reading.</param>
public sealed record ReadModel(OpenBatch Open, CardForm Form, string Key, IReadOnlyList<Fault> Faults)
{
    public CardNote? Note { get; init; }
}
