using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Proposals;

/// <summary>The list of proposals, a proposal, and a person's own.</summary>
internal static class ReadPages
{
    public static void MapProposals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/d/{d}/forslag", List);
        app.MapGet("/d/{d}/forslag/{p}", Show);
        app.MapGet("/mina-sidor", Mine);
    }

    /// <summary>A proposal of the sub-budget that the visitor may see; null for any other.</summary>
    public static async Task<Proposal?> FindAsync(ApiClient api, Place place, string segment, CancellationToken cancellationToken) =>
        Place.IdOf(segment) is { } id
        && await api.FindAsync<Proposal>($"proposals/{id}", cancellationToken) is { } proposal
        && proposal.SubBudgetId == place.Id
            ? proposal
            : null;

    /// <summary>The page of a proposal, with a fault of the form below it where there is one.</summary>
    public static async Task<ProposalModel> ModelAsync(ApiClient api, Place place, Proposal proposal, CancellationToken cancellationToken)
    {
        // A draft has neither; and Screening may not know yet what Proposal knows.
        var comments = await api.FindAsync<ListCommentsResponse>($"proposals/{proposal.ProposalId}/comments?pageSize=100", cancellationToken);
        var outcome = proposal.State > ProposalState.InScreening
            ? await api.FindAsync<ScreeningOutcome>($"proposals/{proposal.ProposalId}/screening-outcome", cancellationToken)
            : null;
        return new ProposalModel(place, proposal, comments?.Comments ?? [], outcome);
    }

    private static async Task<IResult> List(
        string d, string? q, string? sida, Places places, ApiClient api, CancellationToken cancellationToken)
    {
        const int longestQuery = 200;
        if (await places.FindAsync(d, cancellationToken) is not { } place)
        {
            return Page.Missing();
        }

        var query = (q ?? "").Trim();
        query = query[..Math.Min(query.Length, longestQuery)];
        var address = $"sub-budgets/{place.Id}/proposals?pageSize=50&query={Uri.EscapeDataString(query)}&pageToken={Uri.EscapeDataString(sida ?? "")}";
        var list = await api.FindAsync<ListProposalsResponse>(address, cancellationToken);
        return Page.Of<ProposalsPage>(new ProposalsModel(place, query, list?.Proposals ?? [], list?.NextPageToken ?? ""));
    }

    private static async Task<IResult> Show(
        string d, string p, string? inlamnat, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place || await FindAsync(api, place, p, cancellationToken) is not { } proposal)
        {
            return Page.Missing();
        }

        if (visit.Path != place.AtProposal(proposal.ProposalId, proposal.Text.Title))
        {
            return Results.LocalRedirect(visit.Link(place.AtProposal(proposal.ProposalId, proposal.Text.Title)), permanent: true);
        }

        var model = await ModelAsync(api, place, proposal, cancellationToken);
        return Page.Of<ProposalPage>(model with { JustSubmitted = inlamnat is not null && proposal is { Mine: true, Number: > 0 } });
    }

    private static async Task<IResult> Mine(string? sida, ApiClient api, Places places, Visit visit, CancellationToken cancellationToken)
    {
        if (!visit.IsSignedIn)
        {
            return Results.LocalRedirect(SignInPages.AddressFor(visit.Link(visit.Path)));
        }

        var list = await api.GetAsync<ListProposalsResponse>($"my-proposals?pageSize=50&pageToken={Uri.EscapeDataString(sida ?? "")}", cancellationToken);
        var own = new List<OwnProposal>();
        foreach (var proposal in list.Proposals)
        {
            if (await places.FindAsync(proposal.SubBudgetId, cancellationToken) is { } place)
            {
                own.Add(new OwnProposal(place, proposal));
            }
        }

        return Page.Of<MinePage>(new MineModel(own, list.NextPageToken));
    }
}

public sealed record ProposalsModel(Place Place, string Query, IReadOnlyList<Proposal> Proposals, string Next);

/// <param name="Outcome">Of the screening; null while there is none to see.</param>
public sealed record ProposalModel(Place Place, Proposal Proposal, IReadOnlyList<Comment> Comments, ScreeningOutcome? Outcome)
{
    public bool JustSubmitted { get; init; }

    /// <summary>A comment that was not taken in, and why.</summary>
    public string Comment { get; init; } = "";

    public IReadOnlyList<Fault> Faults { get; init; } = [];
}

public sealed record OwnProposal(Place Place, Proposal Proposal);

public sealed record MineModel(IReadOnlyList<OwnProposal> Proposals, string Next);
