using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Work;

/// <summary>How far the paper cards of a vote have come, for those who read and those who settle.</summary>
internal sealed class PaperWork(ApiClient api)
{
    public async Task<WorkItem> ReadAsync(Place place, IReadOnlySet<Role> roles, CancellationToken cancellationToken)
    {
        var list = await api.FindAsync<ListPaperBatchesResponse>($"sub-budgets/{place.Id}/paper-batches", cancellationToken);
        var open = (list?.PaperBatches ?? []).Where(batch => !batch.Closed).ToList();
        var detail = open.Count == 0
            ? PageTexts.Get("work.paper.none")
            : PageTexts.Get("work.paper.left", open.Count, open.Sum(batch => batch.Numbers.Received - batch.Settled), open.Sum(batch => batch.Doubtful));
        return new WorkItem(roles.Contains(Role.CountLeader) ? "work.paper.lead" : "work.paper.read", place, detail, $"/arbete/papper/{place.InAddress}", place.SubBudget.Plan.Calendar?.VotingCloses);
    }
}
