using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Paper;

/// <summary>The batches of a vote's paper cards: opened, put right and closed.</summary>
internal static class BatchPages
{
    public static void MapBatches(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/papper/{d}", List);
        app.MapPost("/arbete/papper/{d}", Open);
        app.MapGet("/arbete/papper/{d}/{bunt}", Show);
        app.MapPost("/arbete/papper/{d}/{bunt}", Change);
    }

    private static async Task<IResult> List(string d, PaperDesk desk, ApiClient api, CancellationToken cancellationToken)
    {
        var (batches, otherwise) = await desk.EnterAsync(d, PaperDesk.Anybody, cancellationToken);
        return batches is null ? otherwise : Page.Of<BatchesPage>(await ModelAsync(batches, BatchForm.Empty, [], api, cancellationToken));
    }

    private static async Task<IResult> Open(string d, HttpRequest request, PaperDesk desk, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (batches, otherwise) = await desk.EnterAsync(d, PaperDesk.Leaders, cancellationToken);
        if (batches is null)
        {
            return otherwise;
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var form = BatchForm.Read(fields);
        var model = await ModelAsync(batches, form, form.Check(), api, cancellationToken);
        if (model.VotingPlaces.FirstOrDefault(place => place.VotingPlaceId == form.PlaceId) is not { } chosen)
        {
            model = model with { Faults = [new Fault("stalle", PageTexts.Get("batch.fault.place")), .. model.Faults] };
            return Page.Of<BatchesPage>(model, StatusCodes.Status400BadRequest);
        }

        if (model.Faults.Count > 0)
        {
            return Page.Of<BatchesPage>(model, StatusCodes.Status400BadRequest);
        }

        var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{batches.Place.Id}/paper-batches")
        {
            Body = new OpenPaperBatchRequest
            {
                SubBudgetId = batches.Place.Id,
                PlaceId = chosen.VotingPlaceId,
                PlaceName = chosen.Name,
                FirstSerial = form.FirstSerial,
                LastSerial = form.LastSerial,
                Numbers = form.Numbers,
            },
            IdempotencyKey = fields["nyckel"].ToString() is { Length: > 0 } key ? key : null,
        };
        var answer = await api.SendAsync<PaperBatch>(call, cancellationToken);
        return answer.Value is { } batch
            ? Results.LocalRedirect(visit.Link(batches.At(batch.PaperBatchId)))
            : Page.Of<BatchesPage>(model with { Faults = BatchForm.FaultsOf(answer.Problem!) }, answer.Problem!.Status);
    }

    private static async Task<IResult> Show(string d, string bunt, string? avgjort, string? utfall, PaperDesk desk, ApiClient api, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(d, bunt, PaperDesk.Anybody, cancellationToken);
        return open is null
            ? otherwise
            : Page.Of<BatchPage>(await ModelAsync(open, BatchForm.Of(open.Batch), [], api, cancellationToken) with { Note = CardNote.Of(avgjort, utfall) });
    }

    private static async Task<IResult> Change(
        string d, string bunt, HttpRequest request, PaperDesk desk, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (open, otherwise) = await desk.EnterAsync(d, bunt, PaperDesk.Anybody, cancellationToken);
        if (open is null)
        {
            return otherwise;
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var isClose = fields["gor"] == "stang";
        var form = isClose ? BatchForm.Of(open.Batch) : BatchForm.Read(fields) with { First = BatchForm.Of(open.Batch).First, Last = BatchForm.Of(open.Batch).Last };
        var faults = form.Check();
        var status = StatusCodes.Status400BadRequest;
        if (faults.Count == 0)
        {
            var answer = isClose
                ? await api.PostAsync<PaperBatch>($"paper-batches/{bunt}:close", new ClosePaperBatchRequest { PaperBatchId = bunt }, cancellationToken)
                : await api.SendAsync<PaperBatch>(
                    new ApiCall(HttpMethod.Put, $"paper-batches/{bunt}/numbers") { Body = new CorrectPaperBatchRequest { PaperBatchId = bunt, Numbers = form.Numbers } }, cancellationToken);
            if (answer.Value is not null)
            {
                return Results.LocalRedirect(visit.Link(open.At()));
            }

            (faults, status) = (BatchForm.FaultsOf(answer.Problem!), answer.Problem!.Status);
        }

        return Page.Of<BatchPage>(await ModelAsync(open, form, faults, api, cancellationToken), status);
    }

    /// <summary>Places are listed for those who open batches.</summary>
    private static async Task<BatchesModel> ModelAsync(
        OpenBatches batches, BatchForm form, IReadOnlyList<Fault> faults, ApiClient api, CancellationToken cancellationToken)
    {
        var places = batches.IsLeader
            ? (await api.GetAsync<ListVotingPlacesResponse>($"sub-budgets/{batches.Place.Id}/voting-places?pageSize=100", cancellationToken)).VotingPlaces
            : [];
        return new BatchesModel(batches, [.. places.Where(place => place.Channels.Contains(Channel.Paper))], form, faults, Guid.NewGuid().ToString());
    }

    /// <summary>Doubtful cards are listed for those who settle them.</summary>
    private static async Task<BatchModel> ModelAsync(OpenBatch open, BatchForm form, IReadOnlyList<Fault> faults, ApiClient api, CancellationToken cancellationToken)
    {
        var doubtful = open.Batches.IsLeader
            ? (await api.GetAsync<ListDoubtfulCardsResponse>($"paper-batches/{open.Batch.PaperBatchId}/doubtful-cards", cancellationToken)).Cards
            : [];
        return new BatchModel(open, [.. doubtful], form, faults);
    }
}

/// <param name="Key">Idempotency-Key of a new batch.</param>
public sealed record BatchesModel(OpenBatches Batches, IReadOnlyList<VotingPlace> VotingPlaces, BatchForm Form, IReadOnlyList<Fault> Faults, string Key);

/// <param name="Doubtful">Cards to settle, and those that one person alone has read.</param>
public sealed record BatchModel(OpenBatch Open, IReadOnlyList<DoubtfulCard> Doubtful, BatchForm Form, IReadOnlyList<Fault> Faults)
{
    public CardNote? Note { get; init; }
}
