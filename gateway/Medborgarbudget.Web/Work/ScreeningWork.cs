using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Work;

/// <summary>Screenings and reviews that the official may do. They are read here; they are written through the API.</summary>
internal sealed class ScreeningWork(ApiClient api)
{
    public async Task<IReadOnlyList<WorkItem>> ReadAsync(Place place, string me, IReadOnlySet<Role> roles, CancellationToken cancellationToken)
    {
        var list = await api.FindAsync<ListScreeningsResponse>($"sub-budgets/{place.Id}/screenings?pageSize=100", cancellationToken);
        var isLead = roles.Contains(Role.LeadScreener);
        return [.. (list?.Screenings ?? []).Where(screening => IsHers(screening, me, isLead)).Select(screening => new WorkItem(
            $"work.screening.{(int)screening.State}", place, PageTexts.Get("work.screening.of", screening.Number, screening.Title),
            place.AtProposal(screening.ProposalId, screening.Title), place.SubBudget.Plan.Calendar?.ReviewCloses))];
    }

    /// <summary>Open ones of her own; to accept, for a lead; reviews for any but the screener it was assigned to.</summary>
    private static bool IsHers(Screening screening, string me, bool isLead) => screening.State switch
    {
        ScreeningState.Open => screening.AssignedTo == me || (isLead && screening.AssignedTo.Length == 0),
        ScreeningState.Assessed => isLead && screening.AssignedTo != me,
        ScreeningState.ReviewRequested => screening.AssignedTo != me,
        _ => false,
    };
}
