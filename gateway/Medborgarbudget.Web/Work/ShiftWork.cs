using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Work;

/// <summary>The official's own shifts that are not closed.</summary>
internal sealed class ShiftWork(ApiClient api, Places places, TimeProvider clock)
{
    public async Task<IReadOnlyList<WorkItem>> ReadAsync(string organisation, CancellationToken cancellationToken)
    {
        var list = await api.GetAsync<ListMyShiftsResponse>($"organisations/{organisation}/my-shifts?pageSize=100", cancellationToken);
        var items = new List<WorkItem>();
        foreach (var sheet in list.Shifts.Where(sheet => sheet.Shift.ClosedAt is null))
        {
            if (await places.FindAsync(sheet.VotingPlace.SubBudgetId, cancellationToken) is { } place)
            {
                var span = PageTexts.Get("shift.span", Formats.Moment(sheet.Shift.BeginsAt), Formats.Moment(sheet.Shift.EndsAt));
                items.Add(new WorkItem(KindOf(sheet.Shift), place, $"{sheet.VotingPlace.Name}. {span}", $"/arbete/rostmottagning/{sheet.Shift.ShiftId}", sheet.Shift.BeginsAt));
            }
        }

        return items;
    }

    private string KindOf(Shift shift) => clock.GetUtcNow() switch
    {
        var now when now < shift.BeginsAt.ToDateTimeOffset() => "work.shift",
        var now when now < shift.EndsAt.ToDateTimeOffset() => "work.shift.now",
        _ => "work.shift.over",
    };
}
