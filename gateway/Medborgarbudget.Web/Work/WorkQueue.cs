using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.SubBudgets;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Work;

/// <summary>Gathers what waits for an official in the organisations where she holds a role.</summary>
internal sealed class WorkQueue(ApiClient api, Places places, ShiftWork shifts, PaperWork papers, ScreeningWork screenings)
{
    private const int PageSize = 100;

    /// <summary>An organisation with more sub-budgets than this shows the first of them.</summary>
    private const int MostPages = 5;

    public async Task<IReadOnlyList<WorkItem>> ReadAsync(Me me, CancellationToken cancellationToken)
    {
        var items = new List<WorkItem>();
        foreach (var held in me.Roles.Where(role => role.OrganisationId.Length > 0).GroupBy(role => role.OrganisationId))
        {
            if (held.Any(role => role.Role == Role.VotingOfficer))
            {
                items.AddRange(await shifts.ReadAsync(held.Key, cancellationToken));
            }

            foreach (var subBudget in await SubBudgetsAsync(held.Key, cancellationToken))
            {
                items.AddRange(await ReadAsync(me.PersonId, subBudget, me.RolesIn(subBudget), cancellationToken));
            }
        }

        return [.. items.OrderBy(item => item.At is null).ThenBy(item => item.At?.ToDateTimeOffset())];
    }

    private async Task<List<WorkItem>> ReadAsync(string me, SubBudget subBudget, IReadOnlySet<Role> roles, CancellationToken cancellationToken)
    {
        var place = await places.OfAsync(subBudget, cancellationToken);
        var items = Standing(place, roles).ToList();
        if (roles.Overlaps([Role.Counter, Role.CountLeader]) && subBudget.Phase is Phase.BallotFrozen or Phase.Voting or Phase.Counting)
        {
            items.Add(await papers.ReadAsync(place, roles, cancellationToken));
        }

        if (roles.Overlaps([Role.Screener, Role.LeadScreener]) && subBudget.Phase is Phase.Screening or Phase.ReviewWindow)
        {
            items.AddRange(await screenings.ReadAsync(place, me, roles, cancellationToken));
        }

        return items;
    }

    /// <summary>What the phase alone tells.</summary>
    private static IEnumerable<WorkItem> Standing(Place place, IReadOnlySet<Role> roles)
    {
        var calendar = place.SubBudget.Plan.Calendar;
        if (roles.Contains(Role.Administrator) && place.SubBudget.Phase is >= Phase.Determined and <= Phase.Voting)
        {
            yield return new WorkItem("work.codes", place, "", $"/arbete/koder/{place.InAddress}", calendar?.VotingOpens);
        }

        if (roles.Overlaps(Audit.AuditPages.Roles) && place.SubBudget.Phase is Phase.Voting or Phase.Counting or Phase.PreliminaryResult)
        {
            yield return new WorkItem("work.audit", place, "", $"/granskning/{place.InAddress}", calendar?.VotingCloses);
        }
    }

    private async Task<List<SubBudget>> SubBudgetsAsync(string organisation, CancellationToken cancellationToken)
    {
        var found = new List<SubBudget>();
        var token = "";
        for (var page = 0; page < MostPages && (page == 0 || token.Length > 0); page++)
        {
            var list = await api.GetAsync<ListSubBudgetsResponse>(
                $"sub-budgets?organisationId={organisation}&pageSize={PageSize}&pageToken={Uri.EscapeDataString(token)}", cancellationToken);
            found.AddRange(list.SubBudgets.Where(subBudget => !subBudget.Aborted));
            token = list.NextPageToken;
        }

        return found;
    }
}

/// <summary>Something that waits.</summary>
/// <param name="Kind">Key of the text that names it.</param>
/// <param name="Detail">How far it has come, in words; empty where there is nothing to say.</param>
/// <param name="Address">Of its page, without language.</param>
/// <param name="At">When it is to be done; null where no time is set.</param>
public sealed record WorkItem(string Kind, Place Place, string Detail, string Address, Timestamp? At);
