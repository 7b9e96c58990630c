using System.Globalization;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Ballots;

/// <summary>
/// Between the halves of step 3: who is on no roll signs in, for a declaration is a person's own to see and to take back, declares a tie, sees what was declared, and
/// goes on to cast.
/// </summary>
internal static class DeclarePages
{
    public static void MapDeclaring(this IEndpointRouteBuilder app)
    {
        app.MapPost("/d/{d}/rosta/anknytning", Declare);
        app.MapGet("/d/{d}/rosta/anknytning", Show);
        app.MapPost("/d/{d}/rosta/anknytning/ta-tillbaka", Withdraw);
    }

    private static async Task<IResult> Declare(string d, HttpContext context, Booth booth, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var place = ballot.Place;
        if (!visit.IsSignedIn)
        {
            // The page says so and has a link: browsers let a form lead to no e-ID.
            return Page.Of<NotEligiblePage>(new NotEligibleModel(place), StatusCodes.Status403Forbidden);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var chosen = int.TryParse(form["anknytning"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (Connection)number : Connection.Unspecified;
        var model = new NotEligibleModel(place) { Chosen = chosen };
        if (FaultsOf(model, form["intygar"] == "ja") is { Count: > 0 } faults)
        {
            return Page.Of<NotEligiblePage>(model with { Faults = faults }, StatusCodes.Status400BadRequest);
        }

        var answer = await api.PostAsync<Declaration>(
            $"sub-budgets/{place.Id}/declarations",
            new DeclareConnectionRequest { SubBudgetId = place.Id, Connection = (ConnectionKind)chosen, Affirmed = true },
            cancellationToken);

        // Who has declared before goes on to the same next step.
        return answer.Problem switch
        {
            null or { Code: "identity.declaration_stands" } => Results.LocalRedirect(visit.Link(place.At("rosta/anknytning"))),
            { } problem when VoteElsewhereModel.Of(place, problem) is { } elsewhere => Page.Of<VoteElsewherePage>(elsewhere, problem.Status),
            { } problem => Page.Of<NotEligiblePage>(model with { Faults = [Fault.Of(problem)] }, problem.Status),
        };
    }

    private static async Task<IResult> Show(string d, Booth booth, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        return ballot is null ? otherwise : ToSignIn(visit, ballot.Place) ?? await ShowAsync(ballot.Place, null, api, visit, cancellationToken);
    }

    private static async Task<IResult> Withdraw(string d, Booth booth, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        var (ballot, otherwise) = await booth.EnterAsync(d, cancellationToken);
        if (ballot is null)
        {
            return otherwise;
        }

        var place = ballot.Place;
        if (ToSignIn(visit, place) is { } signIn)
        {
            return signIn;
        }

        var answer = await api.PostAsync<WithdrawDeclarationResponse>(
            $"sub-budgets/{place.Id}/my-declaration:withdraw", new WithdrawDeclarationRequest { SubBudgetId = place.Id }, cancellationToken);
        return answer.Problem is null or { Status: StatusCodes.Status404NotFound }
            ? Results.LocalRedirect(visit.Link(place.Path))
            : await ShowAsync(place, answer.Problem, api, visit, cancellationToken);
    }

    private static async Task<IResult> ShowAsync(Place place, Problem? problem, ApiClient api, Visit visit, CancellationToken cancellationToken) =>
        await api.FindAsync<Declaration>($"sub-budgets/{place.Id}/my-declaration", cancellationToken) is { } declaration
            ? Page.Of<DeclaredPage>(new DeclaredModel(place, declaration, problem is null ? null : Fault.TextOf(problem)), problem?.Status ?? StatusCodes.Status200OK)
            : Results.LocalRedirect(visit.Link(place.At("rosta/lagg")));

    private static IResult? ToSignIn(Visit visit, Place place) =>
        visit.IsSignedIn ? null : Results.LocalRedirect(SignInPages.AddressFor(visit.Link(place.At("rosta/anknytning"))));

    private static List<Fault> FaultsOf(NotEligibleModel model, bool isAffirmed)
    {
        var faults = new List<Fault>();
        if (!model.Connections.Contains(model.Chosen))
        {
            faults.Add(new Fault(model.Connections.Select(NotEligibleModel.FieldOf).FirstOrDefault(""), PageTexts.Get("tie.choose")));
        }

        if (!isAffirmed)
        {
            faults.Add(new Fault("intygar", PageTexts.Get("tie.affirm.missing")));
        }

        return faults;
    }
}

/// <summary>Why somebody gets no ballot token, and which ties she may declare instead.</summary>
public sealed record NotEligibleModel(Place Place)
{
    public IReadOnlyList<Connection> Connections => Place.SubBudget.Plan.RollRule?.Connections ?? [];

    /// <summary>A declaration moves the vote here; with the free choice it takes that.</summary>
    public bool MovesVote => Place.SubBudget.Plan.RollRule?.FreeChoice != true;

    public Connection Chosen { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    public static string FieldOf(Connection connection) => string.Create(CultureInfo.InvariantCulture, $"anknytning-{(int)connection}");
}

/// <param name="Refusal">Why it could not be taken back.</param>
public sealed record DeclaredModel(Place Place, Declaration Declaration, string? Refusal);
