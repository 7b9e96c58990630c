using System.Globalization;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;
using Medborgarbudget.Web.Work;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Codes;

/// <summary>An administrator orders batches of voting codes, downloads each once, and renews one that was lost.</summary>
internal static class CodePages
{
    private static readonly Role[] Roles = [Role.Administrator];

    public static void MapCodes(this IEndpointRouteBuilder app)
    {
        app.MapGet("/arbete/koder/{d}", Show);
        app.MapPost("/arbete/koder/{d}", Order);
        app.MapPost("/arbete/koder/{d}/{number:int}", Act);
    }

    private static async Task<IResult> Show(string d, string? sida, Officials officials, ApiClient api, CancellationToken cancellationToken)
    {
        var (place, otherwise) = await officials.EnterAsync(d, Roles, cancellationToken);
        return place is null ? otherwise : Page.Of<CodesPage>(await ModelAsync(place, CodeForm.Empty, [], api, sida, cancellationToken));
    }

    private static async Task<IResult> Order(string d, HttpRequest request, Officials officials, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (place, otherwise) = await officials.EnterAsync(d, Roles, cancellationToken);
        if (place is null)
        {
            return otherwise;
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var form = CodeForm.Read(fields);
        var faults = form.Check();
        var status = StatusCodes.Status400BadRequest;
        if (faults.Count == 0)
        {
            var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{place.Id}/code-batches")
            {
                Body = new CreateCodeBatchRequest { SubBudgetId = place.Id, Title = form.Title, Area = form.Area, Count = form.Number },
                IdempotencyKey = fields["nyckel"].ToString() is { Length: > 0 } key ? key : null,
            };
            var answer = await api.SendAsync<CodeBatch>(call, cancellationToken);
            if (answer.Value is not null)
            {
                return Results.LocalRedirect(visit.Link(AddressOf(place)));
            }

            (faults, status) = (FaultsOf(answer.Problem!), answer.Problem!.Status);
        }

        return Page.Of<CodesPage>(await ModelAsync(place, form, faults, api, null, cancellationToken), status);
    }

    /// <summary>Downloads or renews. The file goes straight to the browser and is kept nowhere.</summary>
    private static async Task<IResult> Act(
        string d, int number, HttpRequest request, Officials officials, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (place, otherwise) = await officials.EnterAsync(d, Roles, cancellationToken);
        if (place is null)
        {
            return otherwise;
        }

        var act = (await request.ReadFormAsync(cancellationToken))["gor"].ToString();
        var address = string.Create(CultureInfo.InvariantCulture, $"sub-budgets/{place.Id}/code-batches/{number}");
        Problem? problem;
        if (act == "fornya")
        {
            var answer = await api.PostAsync<CodeBatch>($"{address}:renew", new RenewCodeBatchRequest { SubBudgetId = place.Id, Number = number }, cancellationToken);
            if (answer.Value is not null)
            {
                return Results.LocalRedirect(visit.Link(AddressOf(place)));
            }

            problem = answer.Problem;
        }
        else
        {
            var isPdf = act == "pdf";
            var body = new DownloadCodeBatchRequest { SubBudgetId = place.Id, Number = number, Format = isPdf ? CodeBatchFormat.Pdf : CodeBatchFormat.Csv };
            var answer = await api.DownloadAsync(new ApiCall(HttpMethod.Post, $"{address}:download") { Body = body }, cancellationToken);
            if (answer.Value is { } file)
            {
                return Results.File(file.Content, file.MediaType, string.Create(CultureInfo.InvariantCulture, $"rostkoder-{number}.{(isPdf ? "pdf" : "csv")}"));
            }

            problem = answer.Problem;
        }

        return Page.Of<CodesPage>(await ModelAsync(place, CodeForm.Empty, FaultsOf(problem!), api, null, cancellationToken), problem!.Status);
    }

    private static async Task<CodesModel> ModelAsync(
        Place place, CodeForm form, IReadOnlyList<Fault> faults, ApiClient api, string? page, CancellationToken cancellationToken)
    {
        var list = await api.FindAsync<ListCodeBatchesResponse>($"sub-budgets/{place.Id}/code-batches?pageSize=50&pageToken={Uri.EscapeDataString(page ?? "")}", cancellationToken);
        return new CodesModel(place, list?.CodeBatches ?? [], form, faults, Guid.NewGuid().ToString(), list?.NextPageToken ?? "");
    }

    private static IReadOnlyList<Fault> FaultsOf(Problem problem) => [Fault.Of(problem)];

    internal static string AddressOf(Place place) => $"/arbete/koder/{place.InAddress}";
}

/// <summary>What is asked of a new batch, as it was typed.</summary>
public sealed record CodeForm(string Title, string Area, string Count)
{
    private const int LongestTitle = 60;
    private const int Most = 20_000;

    public static readonly CodeForm Empty = new("", "", "");

    public int Number => int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal static CodeForm Read(IFormCollection form) => new(form["rubrik"].ToString().Trim(), form["omrade"].ToString().Trim(), form["antal"].ToString().Trim());

    internal IReadOnlyList<Fault> Check()
    {
        var faults = new List<Fault>();
        if (Title.Length is 0 or > LongestTitle)
        {
            faults.Add(new Fault("rubrik", PageTexts.Get("codes.fault.title", LongestTitle)));
        }

        if (Number is < 1 or > Most)
        {
            faults.Add(new Fault("antal", PageTexts.Get("codes.fault.count", Formats.Number(Most))));
        }

        return faults;
    }
}

/// <param name="Key">Idempotency-Key of a new batch.</param>
/// <param name="Next">Token of the next page; empty = none.</param>
public sealed record CodesModel(Place Place, IReadOnlyList<CodeBatch> Batches, CodeForm Form, IReadOnlyList<Fault> Faults, string Key, string Next);
