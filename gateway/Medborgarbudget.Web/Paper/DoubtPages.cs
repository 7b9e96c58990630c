using System.Globalization;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.Paper;

/// <summary>A count leader says what a doubtful card counts as; it holds when a second one has said the same.</summary>
internal static class DoubtPages
{
    public static void MapDoubts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/papper/{d}/{bunt}/avgor/{kort:long}", Show);
        app.MapPost("/arbete/papper/{d}/{bunt}/avgor/{kort:long}", Settle);
    }

    private static async Task<IResult> Show(string d, string bunt, long kort, PaperDesk desk, ApiClient api, CancellationToken cancellationToken)
    {
        var (open, card, otherwise) = await FindAsync(d, bunt, kort, desk, api, cancellationToken);
        return open is null ? otherwise : Page.Of<DoubtPage>(new DoubtModel(open, card!, FormOf(kort), []));
    }

    private static async Task<IResult> Settle(
        string d, string bunt, long kort, HttpRequest request, PaperDesk desk, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (open, card, otherwise) = await FindAsync(d, bunt, kort, desk, api, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var isRemoved = fields["gor"] == "borta";
        var form = CardForm.Read(fields) with { Serial = FormOf(kort).Serial };
        var body = new SettlePaperCardRequest { PaperBatchId = bunt, Serial = kort, Remove = isRemoved };
        if (!isRemoved)
        {
            var (reading, faults) = form.Check(open.Manifest);
            if (faults.Count > 0)
            {
                return Page.Of<DoubtPage>(new DoubtModel(open, card!, form, faults), StatusCodes.Status400BadRequest);
            }

            body.Reading = reading;
        }

        var answer = await api.PostAsync<SettlePaperCardResponse>($"paper-batches/{bunt}/cards:settle", body, cancellationToken);
        return answer.Value is { } settled
            ? Results.LocalRedirect(visit.Link(open.At()) + CardNote.Query("avgjort", kort, settled.AwaitingSecondPerson ? "vantar" : isRemoved ? "borta" : "klart"))
            : Page.Of<DoubtPage>(new DoubtModel(open, card!, form, [CardForm.FaultOf(answer.Problem!) with { Field = "" }]), answer.Problem!.Status);
    }

    private static async Task<(OpenBatch? Open, DoubtfulCard? Card, IResult Otherwise)> FindAsync(
        string d, string bunt, long kort, PaperDesk desk, ApiClient api, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(d, bunt, PaperDesk.Leaders, cancellationToken);
        if (open is null)
        {
            return (null, null, otherwise);
        }

        var list = await api.GetAsync<ListDoubtfulCardsResponse>($"paper-batches/{bunt}/doubtful-cards", cancellationToken);
        return list.Cards.FirstOrDefault(card => card.Serial == kort) is { } found ? (open, found, otherwise) : (null, null, Page.Missing());
    }

    private static CardForm FormOf(long serial) => CardForm.Empty with { Serial = serial.ToString(CultureInfo.InvariantCulture) };
}

public sealed record DoubtModel(OpenBatch Open, DoubtfulCard Card, CardForm Form, IReadOnlyList<Fault> Faults)
{
    /// <summary>Both have read it; what only one has read can be taken away and nothing else.</summary>
    public bool IsDoubtful => Card.Readings.Count > 0;
}
