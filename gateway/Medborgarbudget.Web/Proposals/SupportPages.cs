using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Proposals;

/// <summary>Supporting and commenting on a proposal.</summary>
internal static class SupportPages
{
    private const int LongestComment = 2000;

    public static void MapSupport(this IEndpointRouteBuilder app)
    {
        app.MapPost("/d/{d}/forslag/{p}/stod", Support);
        app.MapPost("/d/{d}/forslag/{p}/stod/ta-bort", Unsupport);
        app.MapPost("/d/{d}/forslag/{p}/kommentar", Comment);
    }

    private static Task<IResult> Support(string d, string p, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken) =>
        Change(d, p, id => new ApiCall(HttpMethod.Put, $"proposals/{id}/support") { Body = new SupportProposalRequest { ProposalId = id } }, places, api, visit, cancellationToken);

    private static Task<IResult> Unsupport(string d, string p, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken) =>
        Change(d, p, id => new ApiCall(HttpMethod.Delete, $"proposals/{id}/support"), places, api, visit, cancellationToken);

    private static async Task<IResult> Change(
        string d, string p, Func<string, ApiCall> call, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place || Place.IdOf(p) is not { } id)
        {
            return Page.Missing();
        }

        if (!visit.IsSignedIn)
        {
            return Results.LocalRedirect(SignInPages.AddressFor(visit.Link(place.At($"forslag/{p}"))));
        }

        var answer = await api.SendAsync<Proposal>(call(id), cancellationToken);
        return Results.LocalRedirect(visit.Link(place.AtProposal(id, answer.OrThrow().Text.Title)) + "#stod");
    }

    private static async Task<IResult> Comment(
        string d, string p, HttpRequest request, Places places, ApiClient api, Visit visit, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(d, cancellationToken) is not { } place
            || await ReadPages.FindAsync(api, place, p, cancellationToken) is not { } proposal)
        {
            return Page.Missing();
        }

        var fields = await request.ReadFormAsync(cancellationToken);
        var text = fields["kommentar"].ToString().Trim().ReplaceLineEndings("\n");
        var fault = new Fault("kommentar", PageTexts.Get("comment.fault", LongestComment));
        if (text.Length is > 0 and <= LongestComment)
        {
            var call = new ApiCall(HttpMethod.Post, $"proposals/{proposal.ProposalId}/comments")
            {
                Body = new AddCommentRequest { ProposalId = proposal.ProposalId, Text = text },
                IdempotencyKey = fields["nyckel"].ToString() is { Length: > 0 } key ? key : null,
            };
            var answer = await api.SendAsync<Comment>(call, cancellationToken);
            if (answer.Value is not null)
            {
                return Results.LocalRedirect(visit.Link(place.AtProposal(proposal.ProposalId, proposal.Text.Title)) + "#kommentarer");
            }

            fault = Fault.Of(answer.Problem!);
        }

        var model = await ReadPages.ModelAsync(api, place, proposal, cancellationToken);
        return Page.Of<ProposalPage>(model with { Comment = text, Faults = [fault] }, StatusCodes.Status400BadRequest);
    }
}
