using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Extends a window, pauses, resumes or aborts: each by a process leader, with a reason that the public reads.</summary>
internal sealed class ChangeCalendar(SubBudgetStore subBudgets, Caller caller, TimeProvider clock)
{
    public Task<Result<SubBudget>> Handle(ExtendDeadlineRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var window = (Window)fields.Known(request.Window, "window");
        var closes = PlanReader.ReadTime(fields, "closes", request.Closes ?? new Timestamp());
        return Change(fields, request.SubBudgetId, "extend", request.Reason, found => found.Extend(window, closes, clock.GetUtcNow()), cancellationToken);
    }

    public Task<Result<SubBudget>> Handle(PauseSubBudgetRequest request, CancellationToken cancellationToken) =>
        Change(new Fields(), request.SubBudgetId, "pause", request.Reason, found => found.Pause(), cancellationToken);

    public Task<Result<SubBudget>> Handle(ResumeSubBudgetRequest request, CancellationToken cancellationToken) =>
        Change(null, request.SubBudgetId, "resume", "", found => found.Resume(), cancellationToken);

    public Task<Result<SubBudget>> Handle(AbortSubBudgetRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var reference = fields.Text(request.DecisionReference, "decisionReference", 1, 100);
        return Change(fields, request.SubBudgetId, "abort", $"{request.Reason} ({reference})", found => found.Abort(), cancellationToken);
    }

    /// <summary>With <paramref name="fields"/> a reason is required.</summary>
    private async Task<Result<SubBudget>> Change(
        Fields? fields, string id, string act, string reason, Func<SubBudget, Result<SubBudget>> change, CancellationToken cancellationToken)
    {
        var text = fields?.Text(reason, "reason", 3, 1_000) ?? "";
        if (fields?.Error is { } faults)
        {
            return faults;
        }

        var found = await subBudgets.FindFor(caller, id, cancellationToken);
        return found.Then(change).Succeeded(out var next, out var error)
            ? await subBudgets.Save(next, new Act(act, text, caller.Person), cancellationToken)
            : error;
    }
}
