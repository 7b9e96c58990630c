using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Proposals;

/// <summary>Writing a proposal: a draft of one's own first, handed in by a button of its own.</summary>
internal static class WritePages
{
    public static void MapWriting(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/forslag/nytt", ShowNew);
        app.MapPost("/d/{d}/forslag/nytt", Create);
        app.MapGet("/d/{d}/forslag/{p}/andra", ShowEdit);
        app.MapPost("/d/{d}/forslag/{p}/andra", Edit);
        app.MapPost("/d/{d}/forslag/{p}/lamna-in", Submit);
        app.MapPost("/d/{d}/forslag/{p}/aterkalla", Withdraw);
    }

    private static async Task<IResult> ShowNew(string d, Places places, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        if (place.SubBudget.Phase != Phase.IdeaIntake)
        {
            return Page.Of<IntakeClosedPage>(place);
        }

        return visit.IsSignedIn
            ? Page.Of<ProposePage>(new ProposeModel(place, null, ProposalForm.Empty, [], NewKey()))
            : Results.LocalRedirect(SignInPages.AddressFor(visit.Link(visit.Path)));
    }

    private static async Task<IResult> Create(
        string d, HttpRequest request, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var form = ProposalForm.Read(fields);
        var key = fields["nyckel"].ToString();
        var faults = form.Check();
        if (faults.Count == 0)
        {
            var call = new ApiCall(HttpMethod.Post, $"sub-budgets/{place.Id}/proposals")
            {
                Body = new CreateDraftRequest { SubBudgetId = place.Id, Text = form.ToMessage() },
                IdempotencyKey = key.Length > 0 ? key : null,
            };
            var answer = await api.SendAsync<Proposal>(call, cancellationToken);
            if (answer.Value is { } draft)
            {
                return Back(visit, place, draft);
            }

            faults = ProposalForm.FaultsOf(answer.Problem!);
        }

        return Page.Of<ProposePage>(new ProposeModel(place, null, form, faults, key.Length > 0 ? key : NewKey()), StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ShowEdit(string d, string p, Places places, ApiClient api, CancellationToken cancellationToken) =>
        await places.FindAsync(d, cancellationToken) is { } place && await ReadPages.FindAsync(api, place, p, cancellationToken) is { Mine: true } proposal
            ? Page.Of<ProposePage>(new ProposeModel(place, proposal, ProposalForm.Of(proposal.Text), [], ""))
            : Page.Missing();

    private static async Task<IResult> Edit(
        string d, string p, HttpRequest request, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place
            || await ReadPages.FindAsync(api, place, p, cancellationToken) is not { Mine: true } proposal)
        {
            return Page.Missing();
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var form = ProposalForm.Read(fields);
        var faults = form.Check();
        if (faults.Count == 0)
        {
            _ = int.TryParse(fields["version"], System.Globalization.CultureInfo.InvariantCulture, out var version);
            var body = new EditProposalRequest { ProposalId = proposal.ProposalId, Text = form.ToMessage(), Version = version };
            var answer = await api.SendAsync<Proposal>(new ApiCall(HttpMethod.Put, $"proposals/{proposal.ProposalId}") { Body = body }, cancellationToken);
            if (answer.Value is { } edited)
            {
                return Back(visit, place, edited);
            }

            faults = ProposalForm.FaultsOf(answer.Problem!);
        }

        return Page.Of<ProposePage>(new ProposeModel(place, proposal, form, faults, ""), StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> Submit(string d, string p, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place || Place.IdOf(p) is not { } id)
        {
            return Page.Missing();
        }

        var answer = await api.PostAsync<Proposal>($"proposals/{id}:submit", new SubmitProposalRequest { ProposalId = id }, cancellationToken);
        return Results.LocalRedirect(visit.Link(place.AtProposal(id, answer.OrThrow().Text.Title)) + "?inlamnat=ja");
    }

    private static async Task<IResult> Withdraw(string d, string p, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place || Place.IdOf(p) is not { } id)
        {
            return Page.Missing();
        }

        var answer = await api.PostAsync<Proposal>($"proposals/{id}:withdraw", new WithdrawProposalRequest { ProposalId = id }, cancellationToken);
        return Back(visit, place, answer.OrThrow());
    }

    private static IResult Back(Visit visit, Place place, Proposal proposal) =>
        Results.LocalRedirect(visit.Link(place.AtProposal(proposal.ProposalId, proposal.Text.Title)));

    // Born with the form, so that a form sent twice makes one draft.
    private static string NewKey() => Guid.NewGuid().ToString();
}

/// <param name="Proposal">The proposal that is changed; null for a new one.</param>
/// <param name="Key">Idempotency-Key of a new one.</param>
public sealed record ProposeModel(Place Place, Proposal? Proposal, ProposalForm Form, IReadOnlyList<Fault> Faults, string Key);
